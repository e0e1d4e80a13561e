"""The same words in English, blank by blank."""

from typing import Any

CONVENTION: dict[str, Any] = {
    "title": "Internship agreement",
    "draft": "DRAFT",
    "reference": "Reference",
    "made_on": "Document drawn up on {date}",
    "between": "between {university}, {host} and {student}",
    "parties": "The parties",
    "establishment": "University",
    "university_signatory": "Represented by",
    "officer_group": "Group of managers",
    "host": "Host organisation",
    "siret": "SIRET number",
    "host_address": "Address of the host",
    "headcount": "Number of employees",
    "signatory": "Signatory for the host",
    "signatory_address": "Address of the signatory",
    "student": "Intern",
    "student_number": "Student number",
    "legal_representative": "Legal representative of the intern, a minor",
    "teaching": "Studies",
    "programme": "Full title of the programme",
    "component": "Faculty or school",
    "teaching_hours": "Hours of teaching a year",
    "teaching_presence": "Of which in presence",
    "people": "Supervision",
    "referent": "Academic referent",
    "supervisor": "Academic supervisor",
    "tutor": "Tutor at the host",
    "supervision": "How the academic referent and the tutor at the host follow the intern",
    "subject": "The internship",
    "subject_title": "Subject",
    "description": "What the internship is about",
    "skills": "Skills to acquire or develop",
    "activities": "Activities entrusted",
    "dates": "Duration and presence",
    "starts_on": "First day",
    "ends_on": "Last day",
    "presence": "Total duration of effective presence",
    "presence_value": "{hours}, that is {days} days of 7 hours",
    "weekly": "Weekly presence",
    "weekdays": "Days of presence",
    "holidays": "Presence on public holidays",
    "holidays_yes": "The intern is present on public holidays that fall on a day of presence.",
    "unusual_hours": "Presence at night, on Sundays or public holidays",
    "none": "None",
    "place": "Place of the internship",
    "post": "Post or department that receives the intern",
    "weeks": "Weeks that differ",
    "week": "{start} to {end}",
    "weeks_columns": ["Weeks", "Weekly presence", "Days"],
    "interruptions": "Interruptions foreseen",
    "interruptions_columns": ["Dates", "Reason"],
    "stipend": "Stipend and benefits",
    "stipend_value": "Gross monthly stipend",
    "stipend_month": "{amount} for a full month, that is {hourly} per hour of presence",
    "stipend_none": "No stipend",
    "stipend_payment": "Payment",
    "stipend_spread": "How each payment is computed",
    "spread": {"hours": "On the hours of presence of each month", "even": "In equal parts each month"},
    "benefits": "Benefits (meals, transport, lodging)",
    "law_note": (
        "Beyond 308 hours of presence in the same organisation during one academic year, the stipend is due from the first "
        "hour; it is at least 15% of the hourly ceiling of French social security (articles L124-6 and D124-8 of the code "
        "de l’éducation)."
    ),
    "cover": "Social cover and liability",
    "social_cover": "Social cover, accidents at work",
    "insurance": "Liability insurance of the intern",
    "life": "Absences, suspension and end",
    "absences": "Leave and absences allowed",
    "suspension": "Suspension and termination",
    "interruption": "Validation of an interrupted internship",
    "house_rules": "House rules that apply",
    "certificate": "Completion certificate",
    "confidential": "Confidentiality",
    "confidential_yes": "The parties undertake not to disclose what they learn during the internship.",
    "articles": "General terms",
    "article": "Article {number}",
    "schedule": "Presence and stipend month by month",
    "schedule_columns": ["Month", "Days", "Hours", "Gross amount"],
    "total": "Total",
    "signatures": "Signatures",
    "signatures_note": "All signatures must be dated before the first day of the internship. "
    "Every change requires a signed amendment.",
    "date_and_signature": "Date and signature",
    "signed_online": "Electronic signature: see the signatures panel of the PDF reader and the check page.",
    "for_host": "For the host",
    "for_establishment": "For the university",
    "check": "Check this document",
    "check_note": "This document can be checked at {url} or with the code beside. Signed electronically, it carries its "
    "signatures in itself: they are read at that address and in the signature panel of the PDF reader.",
    "check_alt": "Code to be read with a telephone: the address that checks this document",
    "hours_unit": "h",
    "days_of_week": {
        "mon": "Monday", "tue": "Tuesday", "wed": "Wednesday", "thu": "Thursday",
        "fri": "Friday", "sat": "Saturday", "sun": "Sunday",
    },
    "civility": {"madam": "Ms", "sir": "Mr"},
}  # fmt: skip

CONVENTION_ARTICLES = [
    {
        "title": "Purpose",
        "text": "This agreement governs the relations between {university}, {host} and {student} during the internship "
        "“{subject}”, from {starts_on} to {ends_on}. An internship is a temporary period in a professional environment, in "
        "which the intern acquires skills and puts what he or she has learnt into practice.",
    },
    {
        "title": "Nature of the internship",
        "text": "An internship may not be used to carry out the regular work of a permanent post, to replace an employee, to "
        "meet a temporary surge of activity or to fill a seasonal job (article L124-7 of the code de l’éducation).",
    },
    {
        "title": "Supervision",
        "text": "{referent}, academic referent, and {tutor}, tutor at the host, follow the intern as stated above. Any difficulty "
        "is brought to their knowledge without delay.",
    },
    {
        "title": "Rights of the intern",
        "text": "The intern has the rights and freedoms of employees as to health, safety, protection against harassment and "
        "discrimination, and leave for pregnancy, paternity and adoption. He or she has access to the staff canteen or meal "
        "vouchers and to the refund of transport as employees have.",
    },
    {
        "title": "Discipline and confidentiality",
        "text": "The intern follows the house rules that are made known to him or her. In case of breach, the host informs the "
        "university. The intern keeps confidential information secret; this undertaking goes on after the internship.",
    },
    {
        "title": "Intellectual property",
        "text": "If the intern’s work gives rise to a protected work, its use by the host requires a written "
        "agreement of the intern.",
    },
    {
        "title": "End of the internship",
        "text": "At the end of the internship, the host issues a certificate. The intern and the host evaluate the internship. "
        "Every change of this agreement requires an amendment signed by the same parties.",
    },
    {
        "title": "Governing law",
        "text": "This agreement is governed by French law. Any dispute that is not settled amicably is brought before the "
        "competent French court.",
    },
]

AMENDMENT: dict[str, Any] = {
    "title": "Amendment no. {number}",
    "between": "to internship agreement no. {reference} between {university}, {host} and {student}",
    "convention": "The agreement that is amended",
    "kinds": "Purpose of the amendment",
    "kind": {
        "dates": "Dates of the internship",
        "place": "Place of the internship",
        "tutor": "Tutor at the host",
        "referent": "Academic referent",
        "subject": "Subject or activities",
        "stipend": "Stipend",
        "hours": "Hours of presence",
        "interruption": "Interruption of the internship",
        "termination": "Early end of the internship",
        "other": "Other change",
    },
    "ended_on": "Effective end of the internship",
    "end_ground": "Ground of the early end",
    "ground": {
        "agreement": "Agreement of the parties",
        "student": "At the intern’s initiative",
        "host": "At the host’s initiative",
        "establishment": "At the university’s initiative",
        "health": "Health of the intern",
        "pregnancy": "Pregnancy, paternity or adoption",
        "host_breach": "Breach by the host",
        "other": "Another ground",
    },
    "other_words": "Other clause",
    "reason": "Reason",
    "effective_on": "Takes effect on",
    "changes": "What changes",
    "changes_columns": ["Clause", "Text of the agreement", "Amended text"],
    "nothing": "The written clauses do not change.",
    "schedule_now": "Presence and stipend month by month, as amended",
    "schedule_replaces": "The total presence and the amounts below replace those of the agreement.",
    "empty": "Not stated",
    "yes": "Yes",
    "no": "No",
    "signatures_note": "All parties to the agreement sign the amendment.",
}

AMENDMENT_ARTICLES = [
    {
        "title": "Purpose",
        "text": "This amendment changes internship agreement no. {reference} between {university}, {host} and {student} as "
        "the table above states.",
    },
    {
        "title": "Effect",
        "text": "It takes effect on the day stated or, failing that, on the day of its last signature. "
        "It is part of the agreement.",
    },
    {"title": "Clauses that do not change", "text": "The clauses that it does not change remain in force."},
]

CERTIFICATE: dict[str, Any] = {
    "title": "Certificate of internship",
    "between": "issued by {host} (article D124-9 of the code de l’éducation)",
    "issuer": "The host certifies that",
    "trainee": "The intern",
    "born_on": "Born on",
    "done": "completed an internship as follows",
    "effective_starts_on": "First day",
    "effective_ends_on": "Last day",
    "effective_presence": "Total effective duration",
    "effective_months": "In months",
    "effective_months_value": "{months} months of 22 days of 7 hours",
    "stipend_total": "Stipend paid to the intern, gross total",
    "issued": "Issue",
    "issued_at": "Done at",
    "issued_on": "On",
    "issued_by": "By",
    "replaces_note": "This certificate no. {number} corrects and replaces certificate no. {replaces}.",
    "months_note": "7 hours of presence, consecutive or not, are a day; 22 days are a month (article D124-6 of the code de "
    "l’éducation).",
    "pension_note": "The intern may ask, within two years of its end, that the internship count towards his or her French "
    "pension, on production of this certificate (article L351-17 of the code de la sécurité sociale).",
    "signatures_note": "Signature and stamp of the host.",
    "issued_online_note": "Certificate issued online by the host.",
    "issued_online": "Issued online, without a handwritten signature. Electronic seal of the university: see the signatures "
    "panel of the PDF reader and the check page.",
}

CERTIFICATE_ARTICLES: list[dict[str, str]] = []
