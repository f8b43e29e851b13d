"""What was printed, and the chain of events: the database refuses to change them."""

from certification.certificates.models import Certificate, CertificateEvent, DocumentTemplate
from coursesite.core.frozen import freeze

freeze(
    Certificate,
    *("uuid", "token", "serial", "enrolment", "achievement", "issuer", "template", "payload", "sha256"),
    *("valid_from", "issued_by", "supersedes"),
)
freeze(CertificateEvent, "issuer", "number", "certificate", "kind", "at", "by", "reason", "note", "previous", "hash")
freeze(DocumentTemplate, "kind", "language", "html", "css", "fonts", "sha256")
