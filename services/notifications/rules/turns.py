"""Which messages ask their reader to act: they carry the warm « À vous » mark."""

YOUR_TURN = frozenset(
    {
        "authorization_submitted",
        "authorization_precisions_asked",
        "authorization_validated",
        "convention_opened_for_group",
        "convention_submitted",
        "convention_precisions_asked",
        "signature_refused",
        "amendment_submitted",
        "amendment_approved",
        "amendment_precisions_asked",
        "amendment_signature_refused",
        "link_to_sign",
        "link_to_host",
        "link_to_evaluate",
        "paper_refused",
        "difficulty_signalled",
        "candidacy_submitted",
        "offer_submitted",
        "offer_refused",
    }
)
# The steps of a candidacy that are worth a mail; the others are a notice on the site.
MAILED_STEPS = frozenset({"shortlisted", "interview", "accepted", "refused"})
