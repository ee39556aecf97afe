{% load static %}import "{% static 'js/outbox/worker.js' %}";
