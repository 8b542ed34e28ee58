"""Passwords: stored as scrypt hashes (RFC 7914), compared in constant time."""

from __future__ import annotations

import hashlib
import hmac
import secrets

from workflow.errors import UsageError

SHORTEST = 10
"""The fewest characters of a password; longer beats odder (NIST SP 800-63B, 5.1.1)."""

_LONGEST = 1000

# 32 MiB and three rounds: OWASP's Password Storage Cheat Sheet, as strong as 128 MiB and one.
_COST, _BLOCK, _ROUNDS = 2**15, 8, 3
_MEMORY = 64 * 2**20


def hashed(password: str) -> str:
    """Return the hash to store, `scrypt$COST$BLOCK$ROUNDS$SALT$KEY`, salt and key in hexadecimal.

    Raises `UsageError` for a password that is too short or too long.
    """
    if not SHORTEST <= len(password) <= _LONGEST:
        raise UsageError(
            f"a password has from {SHORTEST} to {_LONGEST} characters",
            "Choose another; several words make a good one.",
        )
    salt = secrets.token_bytes(16)
    key = _derive(password, salt, _COST, _BLOCK, _ROUNDS)
    return f"scrypt${_COST}${_BLOCK}${_ROUNDS}${salt.hex()}${key.hex()}"


def matches(password: str, stored: str | None) -> bool:
    """Say whether a password has this hash; None, for no such user, takes as long and is False."""
    _, cost, block, rounds, salt, key = (stored or _NOBODY).split("$")
    derived = _derive(password[:_LONGEST], bytes.fromhex(salt), int(cost), int(block), int(rounds))
    return hmac.compare_digest(derived, bytes.fromhex(key)) and stored is not None


def _derive(password: str, salt: bytes, cost: int, block: int, rounds: int) -> bytes:
    return hashlib.scrypt(
        password.encode("utf-8", "surrogatepass"),
        salt=salt,
        n=cost,
        r=block,
        p=rounds,
        maxmem=_MEMORY,
    )


_NOBODY = f"scrypt${_COST}${_BLOCK}${_ROUNDS}${'00' * 16}${'00' * 64}"
