"""A centre's own key: then not even who knows the form of a seal can make one.

Ed25519 by the library cryptography (extra ``sign``), keys as ``ssh-keygen -t ed25519`` makes them.
"""

from __future__ import annotations

import base64
from collections.abc import Callable
from pathlib import Path
from typing import Any

from xl_appraisal.files.disk import read_file
from xl_appraisal.files.file_error import XlsxError
from xl_appraisal.model.errors import BookError
from xl_appraisal.work.closing.closing_note import encoded

Signer = Callable[[str], str]
"""The signature of a seal's code, in Base64."""

_SAYS = "xl-appraisal seal"  # so that a signature for anything else is none of a seal
_HOW = "请用 ssh-keygen -t ed25519 -f 文件名 生成一对密钥：签名用“文件名”，核对用“文件名.pub”。"


def signer(key_file: str | Path, password: Callable[[], str]) -> Signer:
    """Signs with a private key in a file; ``password`` is asked where the key has one.

    Raises :class:`BookError` for a file without such a key, and without the library.
    """
    from_file, ed25519, _, errors = _library()
    data = _read(key_file)
    try:
        try:
            key = from_file(data, None)
        except TypeError:  # the key has a password
            key = from_file(data, password().encode())
    except errors as error:
        raise BookError(f"{key_file} 不是能用的私钥，或密码不对。{_HOW}") from error
    if not isinstance(key, ed25519.Ed25519PrivateKey):
        raise BookError(f"{key_file} 不是 ed25519 私钥。{_HOW}")
    return lambda code: base64.b64encode(key.sign(encoded(_SAYS, code))).decode()


def is_signed(code: str, signature: str, key_file: str | Path) -> bool:
    """Whether the signature of a code is that of the public key in a file.

    Raises :class:`BookError` for a file without such a key, and without the library.
    """
    _, ed25519, from_public, errors = _library()
    try:
        key = from_public(_read(key_file))
    except errors as error:
        raise BookError(f"{key_file} 不是公钥。{_HOW}") from error
    if not isinstance(key, ed25519.Ed25519PublicKey):
        raise BookError(f"{key_file} 不是 ed25519 公钥。{_HOW}")
    try:
        key.verify(base64.b64decode(signature, validate=True), encoded(_SAYS, code))
    except errors:
        return False
    return True


def _library() -> tuple[Any, Any, Any, tuple[type[Exception], ...]]:
    """What reads a private key, what kinds there are, what reads a public one, what they raise."""
    try:
        from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
        from cryptography.hazmat.primitives import serialization
        from cryptography.hazmat.primitives.asymmetric import ed25519
    except ImportError as error:
        raise BookError(
            "签名要用到程序库 cryptography，本机没有。请运行 pip install 'xl-appraisal[sign]'。"
        ) from error
    errors = (TypeError, ValueError, InvalidSignature, UnsupportedAlgorithm)
    return (
        serialization.load_ssh_private_key,
        ed25519,
        serialization.load_ssh_public_key,
        errors,
    )


def _read(path: str | Path) -> bytes:
    try:
        return read_file(str(path))[0]  # a pipe would keep us waiting
    except XlsxError as error:
        raise BookError(f"读不出密钥文件 {path}：没有这个文件，或不让读。请检查路径。") from error
