//! The RSA key that gives the extension its id.

use std::fmt::Write;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use rsa::RsaPrivateKey;
use rsa::pkcs1::DecodeRsaPrivateKey;
use rsa::pkcs1v15::SigningKey;
use rsa::pkcs8::{DecodePrivateKey, EncodePrivateKey, EncodePublicKey, LineEnding};
use rsa::signature::{SignatureEncoding, Signer};
use sha2::{Digest, Sha256};

use crate::project::Project;

pub(crate) struct Key {
    private: RsaPrivateKey,
    /// The public half as Chrome wants it: SubjectPublicKeyInfo, DER.
    pub(crate) public: Vec<u8>,
}

impl Key {
    /// The key given as a file or as PEM text, else the one that the build made for itself.
    pub(crate) fn get(project: &Project, given: Option<&str>) -> Result<Self> {
        match given {
            Some(pem) if pem.contains("-----BEGIN") => Self::parse(pem).context("the key in LANYARD_KEY"),
            Some(file) => {
                let pem = fs::read_to_string(file).with_context(|| format!("cannot read the key {file}"))?;
                Self::parse(&pem).with_context(|| format!("the key {file}"))
            }
            None => Self::own(project),
        }
    }

    fn own(project: &Project) -> Result<Self> {
        let path = project.root.join(".lanyard/key.pem");
        if path.exists() {
            return Self::parse(&project.read(&path)?).with_context(|| project.name(&path));
        }
        eprintln!("making a key for the extension: {} (keep it: it is the extension's id)", project.name(&path));
        let key = Self::generate()?;
        let pem = key.private.to_pkcs8_pem(LineEnding::LF)?;
        fs::create_dir_all(project.root.join(".lanyard"))?;
        write_private(&path, pem.as_bytes())?;
        Ok(key)
    }

    pub(crate) fn generate() -> Result<Self> {
        Self::new(RsaPrivateKey::new(&mut rand_core::OsRng, 2048)?)
    }

    pub(crate) fn parse(pem: &str) -> Result<Self> {
        let private = RsaPrivateKey::from_pkcs8_pem(pem).or_else(|_| RsaPrivateKey::from_pkcs1_pem(pem));
        let Ok(private) = private else {
            bail!("is no RSA private key in PEM; make one with `openssl genrsa -out key.pem 2048`, or leave it out");
        };
        Self::new(private)
    }

    fn new(private: RsaPrivateKey) -> Result<Self> {
        let public = private.to_public_key().to_public_key_der()?.as_bytes().to_vec();
        Ok(Self { private, public })
    }

    /// Half of the public key's hash: the id's 16 bytes.
    pub(crate) fn id_bytes(&self) -> Vec<u8> {
        Sha256::digest(&self.public).iter().take(16).copied().collect()
    }

    /// The id as Chrome writes it: hexadecimal with the letters a to p.
    pub(crate) fn id(&self) -> String {
        let mut id = String::new();
        for byte in self.id_bytes() {
            for half in [byte >> 4, byte & 15] {
                let _ = write!(id, "{}", char::from(b'a' + half));
            }
        }
        id
    }

    /// What `key` in the manifest holds.
    pub(crate) fn manifest(&self) -> String {
        BASE64.encode(&self.public)
    }

    pub(crate) fn sign(&self, message: &[u8]) -> Vec<u8> {
        SigningKey::<Sha256>::new(self.private.clone()).sign(message).to_vec()
    }
}

#[cfg(unix)]
fn write_private(path: &Path, content: &[u8]) -> Result<()> {
    use std::io::Write;
    use std::os::unix::fs::OpenOptionsExt;
    let mut file = fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
    Ok(file.write_all(content)?)
}

#[cfg(not(unix))]
fn write_private(path: &Path, content: &[u8]) -> Result<()> {
    Ok(fs::write(path, content)?)
}
