"""Parts of pages that are the same on every page."""

from functools import cache

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
@cache
def unchanging(name: str) -> SafeString:
    """The template of that name, rendered once for as long as this process runs: the addresses of files, which take no context."""
    return render_to_string(name)
