"""django-cas-server as the university's sign-on, in a process of its own: one person, SUPANN attributes.

python -m tests.peers.cas_server PORT FOLDER SERVICE_URL
"""

import sys

import django
from django.conf import settings

ATTRIBUTES = {
    "mail": "amel.haddad@etu.univ.example",
    "displayName": "Amel Haddad",
    "sn": "Haddad",
    "givenName": "Amel",
    "eduPersonPrincipalName": "amel.haddad@univ.example",
    "eduPersonAffiliation": ["student", "member"],
    "eduPersonPrimaryAffiliation": "student",
    "supannEtuId": "22400001",
    "supannEntiteAffectation": "FSEG",
    "supannEtablissement": "{UAI}0133774G",
}


def configure(folder: str) -> None:
    settings.configure(
        DEBUG=False,
        SECRET_KEY="for these tests alone",
        ALLOWED_HOSTS=["*"],
        ROOT_URLCONF="tests.peers.cas_server",
        INSTALLED_APPS=[
            "django.contrib.auth",
            "django.contrib.contenttypes",
            "django.contrib.sessions",
            "django.contrib.messages",
            "cas_server",
        ],
        MIDDLEWARE=[
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.middleware.csrf.CsrfViewMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
            "django.contrib.messages.middleware.MessageMiddleware",
        ],
        TEMPLATES=[
            {
                "BACKEND": "django.template.backends.django.DjangoTemplates",
                "APP_DIRS": True,
                "OPTIONS": {
                    "context_processors": [
                        "django.template.context_processors.request",
                        "django.contrib.auth.context_processors.auth",
                        "django.contrib.messages.context_processors.messages",
                    ]
                },
            }
        ],
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": f"{folder}/cas.sqlite3"}},
        DEFAULT_AUTO_FIELD="django.db.models.AutoField",
        STATIC_URL="/static/",
        USE_TZ=True,
        CAS_AUTH_CLASS="cas_server.auth.TestAuthUser",
        CAS_TEST_USER="amel.haddad",
        CAS_TEST_PASSWORD="sesame",
        CAS_TEST_ATTRIBUTES=ATTRIBUTES,
        CAS_NEW_VERSION_HTML_WARNING=False,
        CAS_NEW_VERSION_EMAIL_WARNING=False,
        CAS_SLO_TIMEOUT=5,
    )


def main(port: str, folder: str, service: str) -> None:
    configure(folder)
    django.setup()
    from cas_server.models import ReplaceAttributName, ServicePattern
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    pattern = ServicePattern.objects.create(
        pos=1,
        name="ipro",
        pattern=f"^{service}/.*$",
        single_log_out=True,
        single_log_out_callback=f"{service}/connexion/ent",
    )
    for name in ATTRIBUTES:
        ReplaceAttributName.objects.create(name=name, service_pattern=pattern)
    call_command("runserver", f"127.0.0.1:{port}", use_reloader=False, verbosity=0)


if __name__ == "__main__":
    main(*sys.argv[1:4])
else:
    from django.urls import include, path

    urlpatterns = [path("cas/", include("cas_server.urls", namespace="cas_server"))]
