//! The standard encryption of PDF, as far as no password is needed: an empty one, for readers or
//! for owners, opens more "encrypted" files than not.

use aes::cipher::generic_array::GenericArray;
use aes::cipher::{BlockDecrypt, BlockEncrypt, KeyInit};
use aes::{Aes128, Aes256};
use md5::{Digest, Md5};
use sha2::{Sha256, Sha384, Sha512};

use super::object::{Dict, Value};

const PADDING: [u8; 32] = [
    0x28, 0xbf, 0x4e, 0x5e, 0x4e, 0x75, 0x8a, 0x41, 0x64, 0x00, 0x4e, 0x56, 0xff, 0xfa, 0x01, 0x08, 0x2e, 0x2e, 0x00,
    0xb6, 0xd0, 0x68, 0x3e, 0x80, 0x2f, 0x0c, 0xa9, 0xfe, 0x64, 0x53, 0x69, 0x7a,
];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Method {
    None,
    Rc4,
    Aes128,
    Aes256,
}

/// What opens a file.
#[derive(Clone, Debug)]
pub(super) struct Key {
    key: Vec<u8>,
    streams: Method,
    texts: Method,
}

/// The key, where an empty password gives it.
pub(super) fn open(encrypt: &Dict, id: &[u8]) -> Option<Key> {
    if !encrypt.is("Filter", "Standard") {
        return None;
    }
    let number = |name: &str| encrypt.get(name).and_then(Value::number).unwrap_or(0.0);
    let (version, revision) = (number("V") as u32, number("R") as u32);
    let (streams, texts) = match version {
        1 | 2 => (Method::Rc4, Method::Rc4),
        4 | 5 => (method(encrypt, "StmF"), method(encrypt, "StrF")),
        _ => return None,
    };
    let key = match revision {
        2..=4 => older(encrypt, id, version, revision)?,
        5 | 6 => newer(encrypt, revision)?,
        _ => return None,
    };
    Some(Key { key, streams, texts })
}

fn method(encrypt: &Dict, which: &str) -> Method {
    let name = encrypt.get(which).and_then(Value::name).unwrap_or(b"Identity");
    let name = String::from_utf8_lossy(name).into_owned();
    let filter = encrypt.get("CF").and_then(Value::dict).and_then(|filters| filters.get(&name)).and_then(Value::dict);
    match filter.and_then(|filter| filter.get("CFM")).and_then(Value::name) {
        Some(b"V2") => Method::Rc4,
        Some(b"AESV2") => Method::Aes128,
        Some(b"AESV3") => Method::Aes256,
        _ => Method::None,
    }
}

/// Revisions 2 to 4: MD5 and RC4.
fn older(encrypt: &Dict, id: &[u8], version: u32, revision: u32) -> Option<Vec<u8>> {
    let text = |name: &str| encrypt.get(name).and_then(Value::text);
    let (owner, user) = (text("O")?.get(..32)?, text("U")?.get(..32)?);
    let bits = encrypt.get("Length").and_then(Value::size).unwrap_or(40);
    let size = match version {
        1 => 5,
        4 => 16,
        _ => (bits / 8).clamp(5, 16),
    };
    let permissions = (encrypt.get("P").and_then(Value::number).unwrap_or(0.0) as i64 as u32).to_le_bytes();
    let open_metadata = matches!(encrypt.get("EncryptMetadata"), Some(Value::Word(word)) if word == b"false");
    let key_for = |password: &[u8; 32]| {
        let mut hash = Md5::new();
        hash.update(password);
        hash.update(owner);
        hash.update(permissions);
        hash.update(id);
        if revision >= 4 && open_metadata {
            hash.update([0xff; 4]);
        }
        repeated(hash.finalize().to_vec(), size, revision)
    };
    let opens = |key: &[u8]| {
        if revision == 2 {
            return rc4(key, &PADDING) == user;
        }
        let mut hash = Md5::new();
        hash.update(PADDING);
        hash.update(id);
        let mut check = hash.finalize().to_vec();
        for n in 0..20 {
            check = rc4(&with(key, n), &check);
        }
        user.get(..16) == Some(check.as_slice())
    };
    let key = key_for(&PADDING);
    if opens(&key) {
        return Some(key);
    }
    // An empty owner's password gives the reader's away.
    let owners = repeated(Md5::digest(PADDING).to_vec(), size, revision);
    let mut password = owner.to_vec();
    if revision == 2 {
        password = rc4(&owners, &password);
    } else {
        for n in (0..20).rev() {
            password = rc4(&with(&owners, n), &password);
        }
    }
    let key = key_for(&password.try_into().ok()?);
    opens(&key).then_some(key)
}

fn repeated(mut hash: Vec<u8>, size: usize, revision: u32) -> Vec<u8> {
    if revision >= 3 {
        for _ in 0..50 {
            hash = Md5::digest(hash.get(..size).unwrap_or_default()).to_vec();
        }
    }
    hash.truncate(size);
    hash
}

fn with(key: &[u8], n: u8) -> Vec<u8> {
    key.iter().map(|byte| byte ^ n).collect()
}

/// Revisions 5 and 6: SHA-2 and AES.
fn newer(encrypt: &Dict, revision: u32) -> Option<Vec<u8>> {
    let text = |name: &str, size: usize| encrypt.get(name).and_then(Value::text).and_then(|text| text.get(..size));
    let (user, owner) = (text("U", 48)?, text("O", 48)?);
    for (check, more, packed) in [(user, &[][..], text("UE", 32)?), (owner, user, text("OE", 32)?)] {
        let hash = |salt: &[u8]| if revision == 5 { sha256(&[salt, more].concat()) } else { hardened(salt, more) };
        if hash(check.get(32..40)?) == check.get(..32)? {
            let key = hash(check.get(40..48)?);
            return aes_256(&key, &[0; 16], packed);
        }
    }
    None
}

fn sha256(bytes: &[u8]) -> Vec<u8> {
    Sha256::digest(bytes).to_vec()
}

/// The slow hash of revision 6, for an empty password.
fn hardened(salt: &[u8], more: &[u8]) -> Vec<u8> {
    let mut key = sha256(&[salt, more].concat());
    let mut round = 0_u32;
    loop {
        let once = [key.as_slice(), more].concat();
        let mut block = once.repeat(64);
        let (Some(cipher), Some(vector)) = (key.get(..16), key.get(16..32)) else { return key };
        encrypt_128(cipher, vector, &mut block);
        let sum: u32 = block.iter().take(16).map(|byte| u32::from(*byte)).sum();
        key = match sum % 3 {
            0 => sha256(&block),
            1 => Sha384::digest(&block).to_vec(),
            _ => Sha512::digest(&block).to_vec(),
        };
        round += 1;
        let last = block.last().copied().unwrap_or(0);
        if round >= 64 && u32::from(last) + 32 <= round {
            key.truncate(32);
            return key;
        }
    }
}

fn encrypt_128(key: &[u8], vector: &[u8], bytes: &mut [u8]) {
    let Ok(cipher) = Aes128::new_from_slice(key) else { return };
    let mut last = vector.to_vec();
    for block in bytes.chunks_exact_mut(16) {
        for (byte, before) in block.iter_mut().zip(&last) {
            *byte ^= before;
        }
        cipher.encrypt_block(GenericArray::from_mut_slice(block));
        last.copy_from_slice(block);
    }
}

fn aes_256(key: &[u8], vector: &[u8], bytes: &[u8]) -> Option<Vec<u8>> {
    let cipher = Aes256::new_from_slice(key).ok()?;
    Some(chained(bytes, vector, |block| cipher.decrypt_block(GenericArray::from_mut_slice(block))))
}

fn aes_128(key: &[u8], vector: &[u8], bytes: &[u8]) -> Option<Vec<u8>> {
    let cipher = Aes128::new_from_slice(key).ok()?;
    Some(chained(bytes, vector, |block| cipher.decrypt_block(GenericArray::from_mut_slice(block))))
}

fn chained(bytes: &[u8], vector: &[u8], decrypt: impl Fn(&mut [u8])) -> Vec<u8> {
    let mut plain = Vec::with_capacity(bytes.len());
    let mut last = vector;
    for block in bytes.chunks_exact(16) {
        let mut copy = block.to_vec();
        decrypt(&mut copy);
        plain.extend(copy.iter().zip(last).map(|(byte, before)| byte ^ before));
        last = block;
    }
    plain
}

fn rc4(key: &[u8], bytes: &[u8]) -> Vec<u8> {
    let mut state: [u8; 256] = std::array::from_fn(|n| n as u8);
    let at = |state: &[u8; 256], n: u8| state.get(usize::from(n)).copied().unwrap_or(0);
    let mut other = 0_u8;
    for (n, byte) in (0..=255_u8).zip(key.iter().cycle()) {
        other = other.wrapping_add(at(&state, n)).wrapping_add(*byte);
        state.swap(usize::from(n), usize::from(other));
    }
    let (mut first, mut second) = (0_u8, 0_u8);
    bytes
        .iter()
        .map(|byte| {
            first = first.wrapping_add(1);
            second = second.wrapping_add(at(&state, first));
            state.swap(usize::from(first), usize::from(second));
            byte ^ at(&state, at(&state, first).wrapping_add(at(&state, second)))
        })
        .collect()
}

impl Key {
    pub(super) fn stream(&self, object: u32, bytes: &[u8]) -> Option<Vec<u8>> {
        self.decrypt(self.streams, object, bytes)
    }

    pub(super) fn text(&self, object: u32, bytes: &[u8]) -> Option<Vec<u8>> {
        self.decrypt(self.texts, object, bytes)
    }

    fn decrypt(&self, method: Method, object: u32, bytes: &[u8]) -> Option<Vec<u8>> {
        if method == Method::None {
            return Some(bytes.to_vec());
        }
        if method == Method::Rc4 {
            return Some(rc4(&self.of(object, false), bytes));
        }
        let (vector, packed) = (bytes.get(..16)?, bytes.get(16..)?);
        let mut plain = if method == Method::Aes128 {
            aes_128(&self.of(object, true), vector, packed)?
        } else {
            aes_256(&self.key, vector, packed)?
        };
        let padding = usize::from(plain.last().copied().unwrap_or(0));
        if (1..=16).contains(&padding) {
            plain.truncate(plain.len().saturating_sub(padding));
        }
        Some(plain)
    }

    /// Every object has a key of its own. Objects of a later generation are rare enough to be left unread.
    fn of(&self, object: u32, aes: bool) -> Vec<u8> {
        let mut hash = Md5::new();
        hash.update(&self.key);
        hash.update(object.to_le_bytes().get(..3).unwrap_or_default());
        hash.update([0, 0]);
        if aes {
            hash.update(b"sAlT");
        }
        let mut key = hash.finalize().to_vec();
        key.truncate((self.key.len() + 5).min(16));
        key
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rc4_as_published() {
        assert_eq!(rc4(b"Key", b"Plaintext"), [0xbb, 0xf3, 0x16, 0xe8, 0xd9, 0x40, 0xaf, 0x0a, 0xd3]);
    }
}
