"""The rule behind each ground for a decision, as mails and pages cite it. An engineer's reading: have counsel check it.

Sections of the criminal code are not cited: UU 1/2023 (KUHP) and UU 1/2026 renumbered them on 2 January 2026, and a
wrong section is worse than none. Violations of the law are only ever called presumed.
"""

from comments.models import Decision

Reason = Decision.Reason

GUIDELINE = "Pedoman Pemberitaan Media Siber"
RULES: dict[str, str] = {
    Reason.FALSE: f"{GUIDELINE} 3(c) butir 1",
    Reason.OBSCENE: f"{GUIDELINE} 3(c) butir 1",
    Reason.HATE: f"{GUIDELINE} 3(c) butir 2",
    Reason.VIOLENCE: f"{GUIDELINE} 3(c) butir 2",
    Reason.DEGRADING: f"{GUIDELINE} 3(c) butir 3",
    Reason.ABUSIVE: "Ketentuan Komentar",
    Reason.CHILD: "Kode Etik Jurnalistik pasal 5",
    Reason.PERSONAL_DATA: "UU 27/2022 tentang Pelindungan Data Pribadi",
    Reason.COPYRIGHT: f"{GUIDELINE} 7",
    Reason.GAMBLING: "UU ITE",
    Reason.ILLEGAL: "UU ITE",
    Reason.SPAM: "Ketentuan Komentar",
    Reason.OFF_TOPIC: "Ketentuan Komentar",
}
# Grounds for complaints: everything except being off topic.
COMPLAINTS = [reason for reason in Reason if reason != Reason.OFF_TOPIC]
# Only people have honour (MK 105/PUU-XXII/2024): an institution's complaint on these grounds hides nothing by itself.
HONOUR = frozenset({Reason.FALSE, Reason.ABUSIVE})
NEEDS_WORDS = frozenset({Reason.ILLEGAL, Reason.COPYRIGHT})  # impossible to check without details
