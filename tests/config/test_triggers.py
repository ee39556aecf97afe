"""The triggers that keep history: PostgreSQL has them as the models declare them, each of them switched on."""

import pgtrigger
import pytest


@pytest.mark.django_db
def test_postgresql_has_every_trigger_that_the_models_declare():
    found = {trigger.get_pgid(model): trigger.get_installation_status(model) for model, trigger in pgtrigger.registered()}

    assert len(found) > 20
    assert {name: status for name, status in found.items() if status != ("INSTALLED", True)} == {}
