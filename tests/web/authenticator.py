"""An authenticator in software: makes passkeys and answers challenges as a browser would send them, or wrongly."""

import hashlib
import json
import secrets
from dataclasses import dataclass, field

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url, encode_cbor

ORIGIN = "http://localhost:8000"
PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40


@dataclass
class Authenticator:
    """One device that holds one passkey at most; its fields are what a test may bend."""

    origin: str = ORIGIN
    domain: str = "localhost"
    flags: int = PRESENT | VERIFIED
    count: int = 0
    handle: bytes = b""
    credential: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))

    def make(self, options: str) -> str:
        """The answer to options to register."""
        given = json.loads(options)
        self.handle = base64url_to_bytes(given["user"]["id"])
        point = self.key.public_key().public_numbers()
        x, y = (each.to_bytes(32, "big") for each in (point.x, point.y))
        public = encode_cbor({1: 2, 3: -7, -1: 1, -2: x, -3: y})
        attested = bytes(16) + len(self.credential).to_bytes(2, "big") + self.credential + public
        statement = {"fmt": "none", "attStmt": {}, "authData": self.data(self.flags | ATTESTED) + attested}
        response = {"attestationObject": bytes_to_base64url(encode_cbor(statement)), "transports": ["internal"]}
        return self.answer("webauthn.create", given["challenge"], response)

    def sign(self, options: str) -> str:
        """The answer to options to sign in."""
        self.count += 1
        client = self.client("webauthn.get", json.loads(options)["challenge"])
        data = self.data(self.flags)
        signature = self.key.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(SHA256()))
        response = {"authenticatorData": data, "signature": signature, "userHandle": self.handle}
        return self.answer("webauthn.get", json.loads(options)["challenge"], {
            name: bytes_to_base64url(value) for name, value in response.items()
        })  # fmt: skip

    def data(self, flags: int) -> bytes:
        """Authenticator data without what is attested."""
        return hashlib.sha256(self.domain.encode()).digest() + bytes([flags]) + self.count.to_bytes(4, "big")

    def client(self, kind: str, challenge: str) -> bytes:
        """What the browser adds: which ceremony, which challenge, which origin."""
        return json.dumps({"type": kind, "challenge": challenge, "origin": self.origin}).encode()

    def answer(self, kind: str, challenge: str, response: dict[str, object]) -> str:
        """The whole credential as the page's script sends it."""
        id = bytes_to_base64url(self.credential)
        whole = {**response, "clientDataJSON": bytes_to_base64url(self.client(kind, challenge))}
        return json.dumps({"id": id, "rawId": id, "type": "public-key", "response": whole})
