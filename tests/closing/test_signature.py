"""Signed seals, and the keys that they are signed with."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.closing.closed_books import NOON
from tests.command_line import Run
from xl_appraisal.hosts import FileHost
from xl_appraisal.model.errors import BookError
from xl_appraisal.work.closing import close, reopen, verify
from xl_appraisal.work.closing.signature import signer


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Two pairs of keys as the library writes OpenSSH's files."""
    from cryptography.hazmat.primitives import serialization as s
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    folder = tmp_path_factory.mktemp("keys")
    for name, password in (("督查科", b""), ("别人", b"secret")):
        key = Ed25519PrivateKey.generate()
        locked = s.BestAvailableEncryption(password) if password else s.NoEncryption()
        private = key.private_bytes(s.Encoding.PEM, s.PrivateFormat.OpenSSH, locked)
        public = key.public_key().public_bytes(s.Encoding.OpenSSH, s.PublicFormat.OpenSSH)
        (folder / name).write_bytes(private)
        (folder / f"{name}.pub").write_bytes(public)
    return {path.name: path for path in folder.iterdir()}


def no_password() -> str:
    raise AssertionError("this key has none")


@pytest.fixture
def signed(closed: Path, keys: dict[str, Path]) -> Path:
    host = FileHost(closed)
    reopen(host, "签名", now=NOON)
    close(host, now=NOON, sign=signer(keys["督查科"], no_password))
    host.save()
    return closed


def test_a_signature_is_known_by_its_key(signed: Path, keys: dict[str, Path]) -> None:
    """With the centre's public key, and not with another's."""
    assert verify(FileHost(signed), keys["督查科.pub"]).sound
    (problem,) = verify(FileHost(signed), keys["别人.pub"]).problems
    assert "不是用这把密钥签的" in problem


def test_who_closes_again_without_the_key_is_found_out(signed: Path, keys: dict[str, Path]) -> None:
    """A figure changed, and a new closing in the right form over it: sound without the key."""
    host = FileHost(signed)
    reopen(host, "不说", now=NOON)
    close(host, now=NOON)
    host.save()
    assert verify(FileHost(signed)).sound
    assert verify(FileHost(signed), keys["督查科.pub"]).problems == ("封存没有签名。",)


def test_a_signature_of_another_code_is_none(signed: Path, keys: dict[str, Path]) -> None:
    """The old signature put beside a new closing."""
    source = FileHost(signed).grid("通报数据")
    assert source is not None
    old = re.search('"signature": "([^"]+)"', str(source.value(1, 3)))
    assert old is not None
    host = FileHost(signed)
    reopen(host, "不说", now=NOON)
    close(host, now=NOON, sign=lambda _code: old[1])
    host.save()
    (problem,) = verify(FileHost(signed), keys["督查科.pub"]).problems
    assert "不是用这把密钥签的" in problem


def test_the_commands_sign_and_check(
    run: Callable[..., Run], demo_folder: Path, tmp_path: Path, keys: dict[str, Path]
) -> None:
    """With --sign and --key; a file that is no key is refused, nothing written."""
    book = Path(shutil.copy(demo_folder / "2023Q1.xlsx", tmp_path / "2023Q1.xlsx"))
    before = book.read_bytes()
    refused = run("close", book, "--sign", keys["督查科.pub"])
    assert refused.code == 2 and "不是能用的私钥" in refused.err
    assert book.read_bytes() == before
    assert run("close", book, "--sign", keys["督查科"]).code == 0
    passed = run("verify", book, "--key", keys["督查科.pub"])
    assert passed.code == 0 and "相符" in passed.out
    absent = run("verify", book, "--key", tmp_path / "没有.pub")
    assert absent.code == 2 and "没有这个文件" in absent.err
    assert run("verify", book, "--key", keys["别人.pub"]).code == 1
    assert run("verify", book, "--key", keys["督查科"]).code == 2


def test_a_key_with_a_password_asks_for_it(keys: dict[str, Path]) -> None:
    """The right one signs; a wrong one is told."""
    assert signer(keys["别人"], lambda: "secret")("0" * 32)
    with pytest.raises(BookError, match="密码不对"):
        signer(keys["别人"], lambda: "wrong")


def test_keys_of_ssh_keygen_work(tmp_path: Path) -> None:
    """A second program's keys, where it is at hand; the guide names it."""
    program = shutil.which("ssh-keygen")
    assert program, "these tests need ssh-keygen (openssh-client)"
    made = [program, "-q", "-t", "ed25519", "-N", "", "-f", str(tmp_path / "key")]
    subprocess.run(made, check=True)
    from xl_appraisal.work.closing.signature import is_signed

    signature = signer(tmp_path / "key", no_password)("0" * 32)
    assert is_signed("0" * 32, signature, tmp_path / "key.pub")
    assert not is_signed("1" * 32, signature, tmp_path / "key.pub")
