"""The words that documents are made of, as the code has them: version 0 of each template, in French and in English."""

from services.agreements.documents.words import english, french

FR, EN = french.CONVENTION, english.CONVENTION
WORDS = {
    "convention": {"fr": french.CONVENTION, "en": english.CONVENTION},
    "amendment": {"fr": french.AMENDMENT, "en": english.AMENDMENT},
    "certificate": {"fr": french.CERTIFICATE, "en": english.CERTIFICATE},
}
ARTICLES = {
    "convention": {"fr": french.CONVENTION_ARTICLES, "en": english.CONVENTION_ARTICLES},
    "amendment": {"fr": french.AMENDMENT_ARTICLES, "en": english.AMENDMENT_ARTICLES},
    "certificate": {"fr": french.CERTIFICATE_ARTICLES, "en": english.CERTIFICATE_ARTICLES},
}
KINDS = tuple(WORDS)
LANGUAGES = ("fr", "en")
