//! Zip and CRX3. Sorted names, fixed dates and modes: the same files give the same bytes.

use std::io::{Cursor, Write};

use anyhow::Result;
use sha2::{Digest, Sha256};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use crate::keys::Key;

/// A zip of these files, which are sorted by name already (a `BTreeMap`'s order).
pub(crate) fn zip<'a>(files: impl IntoIterator<Item = (&'a String, &'a Vec<u8>)>) -> Result<Vec<u8>> {
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .compression_level(Some(9))
        .last_modified_time(DateTime::default())
        .unix_permissions(0o644);
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in files {
        zip.start_file(name.as_str(), options)?;
        zip.write_all(content)?;
    }
    Ok(zip.finish()?.into_inner())
}

/// A CRX3: Chromium's components/crx_file/crx3.proto, written by hand.
pub(crate) fn crx(zip: &[u8], key: &Key) -> Vec<u8> {
    let signed_data = field(1, &key.id_bytes());
    let mut message = b"CRX3 SignedData\0".to_vec();
    message.extend(length(&signed_data));
    message.extend(&signed_data);
    message.extend(zip);

    let proof = [field(1, &key.public), field(2, &key.sign(&message))].concat();
    let header = [field(2, &proof), field(10_000, &signed_data)].concat();

    let mut crx = b"Cr24".to_vec();
    crx.extend(3_u32.to_le_bytes());
    crx.extend(length(&header));
    crx.extend(header);
    crx.extend(zip);
    crx
}

/// The update manifest that a school serves beside the CRX.
pub(crate) fn update_xml(id: &str, version: &str, codebase: &str) -> String {
    let codebase = codebase.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;");
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <gupdate xmlns=\"http://www.google.com/update2/response\" protocol=\"2.0\">\n  \
         <app appid=\"{id}\">\n    \
         <updatecheck codebase=\"{codebase}\" version=\"{version}\"/>\n  \
         </app>\n\
         </gupdate>\n"
    )
}

pub(crate) fn sha256(content: &[u8]) -> String {
    Sha256::digest(content).iter().map(|byte| format!("{byte:02x}")).collect()
}

fn length(bytes: &[u8]) -> [u8; 4] {
    u32::try_from(bytes.len()).unwrap_or(u32::MAX).to_le_bytes()
}

/// A field of bytes in protobuf.
fn field(number: u32, bytes: &[u8]) -> Vec<u8> {
    let mut out = varint(u64::from(number) << 3 | 2);
    out.extend(varint(bytes.len() as u64));
    out.extend(bytes);
    out
}

fn varint(mut number: u64) -> Vec<u8> {
    let mut out = Vec::new();
    while number > 0x7f {
        out.push((number & 0x7f) as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
    out
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use rsa::RsaPublicKey;
    use rsa::pkcs1v15::{Signature, VerifyingKey};
    use rsa::pkcs8::DecodePublicKey;
    use rsa::signature::Verifier;

    use super::*;

    fn files() -> BTreeMap<String, Vec<u8>> {
        [("manifest.json", "{}"), ("a/b.js", "1")].map(|(name, text)| (name.to_owned(), text.into())).into()
    }

    #[test]
    fn the_same_files_give_the_same_zip() {
        let first = zip(&files()).expect("a zip");
        std::thread::sleep(std::time::Duration::from_millis(2100));
        assert_eq!(first, zip(&files()).expect("a zip"));
        let archive = zip::ZipArchive::new(Cursor::new(first)).expect("a zip");
        let names: Vec<String> = archive.file_names().map(|name| name.expect("a name").into_owned()).collect();
        assert_eq!(names, ["a/b.js", "manifest.json"]);
    }

    #[test]
    fn a_crx_is_signed_over_its_zip() {
        let key = Key::generate().expect("a key");
        let archive = zip(&files()).expect("a zip");
        let crx = crx(&archive, &key);
        assert!(crx.starts_with(b"Cr24\x03\0\0\0") && crx.ends_with(&archive));

        let header = u32::from_le_bytes(crx[8..12].try_into().expect("four bytes")) as usize;
        assert_eq!(crx.len(), 12 + header + archive.len());
        let public = RsaPublicKey::from_public_key_der(&key.public).expect("a public key");
        let signed_data = field(1, &key.id_bytes());
        let signature = field(2, &key.sign(b""));
        assert_eq!(signature.len(), 259);
        let at = crx[12..12 + header].windows(3).position(|w| w == &signature[..3]).expect("a signature") + 15;
        let signature = Signature::try_from(&crx[at..at + 256]).expect("a signature");
        let mut message = [b"CRX3 SignedData\0".as_slice(), &length(&signed_data), &signed_data, &archive].concat();
        let verifier = VerifyingKey::<Sha256>::new(public);
        assert!(verifier.verify(&message, &signature).is_ok());
        message.push(0);
        assert!(verifier.verify(&message, &signature).is_err());
    }

    #[test]
    fn numbers_of_protobuf() {
        assert_eq!(varint(1), [1]);
        assert_eq!(varint(300), [0xac, 0x02]);
        assert_eq!(field(10_000, b"x")[..4], [0x82, 0xf1, 0x04, 1]);
    }
}
