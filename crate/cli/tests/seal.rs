//! `lanyard roster keys`, `seal` and `verify`.

mod common;

use common::Folder;

/// A roster, its key, a key pair and the public key.
fn office() -> (Folder, String) {
    let folder = Folder::new();
    folder.file("people.csv", "role,status,first_name,last_name\npupil,current,Mia,Reed\n");
    folder.run("roster build people.csv --out p --school tudhoe").ok();
    let said = folder.run("roster keys --out signing").ok();
    let public = said.lines().find(|line| line.starts_with("ed25519:")).expect("a public key").to_owned();
    (folder, public)
}

const SEAL: &str = "roster seal p --key p.key --sign-key signing --out p.lanyard";

#[test]
fn g4_a_sealed_roster_is_verified_and_opened() {
    let (folder, public) = office();
    let said = folder.run(SEAL).ok();
    assert!(said.starts_with("p.lanyard: 1 people of tudhoe, 1 KB, last day ") && said.contains(&public), "{said}");
    let said = folder.run(&format!("roster verify p.lanyard --public-key {public} --key p.key")).ok();
    assert!(said.contains("for tudhoe") && said.contains("opens with p.key: 1 people"), "{said}");
    #[cfg(unix)]
    for name in ["signing", "p.lanyard"] {
        use std::os::unix::fs::PermissionsExt;
        let mode = std::fs::metadata(folder.path(name)).expect("a file").permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{name}");
    }
}

#[test]
fn g4_what_was_changed_signed_by_another_or_made_with_another_key_is_refused() {
    let (folder, public) = office();
    folder.run(SEAL).ok();
    let (other, another) = office();
    let verify = format!("roster verify p.lanyard --public-key {public}");
    assert_eq!(folder.run(&format!("roster verify p.lanyard --public-key {another}")).code, 2);
    assert_eq!(folder.run(&format!("roster verify p.key --public-key {public}")).code, 2);
    folder.file("other.key", other.text("p.key"));
    let said = folder.run(&format!("{verify} --key other.key"));
    assert!(said.code == 2 && said.err.contains("sealed with this key file"), "{}", said.err);
    let sealed = std::fs::read(folder.path("p.lanyard")).expect("a file");
    for at in 0..sealed.len() {
        let mut changed = sealed.clone();
        changed[at] ^= 1;
        assert!(lanyard_core::envelope::read(&changed).is_err() || at > 4, "{at}");
        if at % 16 == 0 || at > sealed.len() - 4 {
            folder.file("p.lanyard", &changed);
            assert_eq!(folder.run(&verify).code, 2, "{at}");
        }
    }
}

#[test]
fn a_new_build_with_the_same_key_needs_no_new_configuration() {
    let (folder, public) = office();
    let key = folder.text("p.key");
    folder.run("roster build people.csv --out p2 --school tudhoe --key p.key").ok();
    assert_eq!(folder.text("p.key"), key);
    assert!(!folder.path("p2.key").exists());
    assert_ne!(folder.text("p2"), folder.text("p"));
    folder.run("roster seal p2 --key p.key --sign-key signing --out p2.lanyard").ok();
    folder.run(&format!("roster verify p2.lanyard --public-key {public} --key p.key")).ok();
}

#[test]
fn nothing_is_sealed_for_nobody_and_no_signing_key_is_written_over() {
    let (folder, _) = office();
    folder.run("roster build people.csv --out none").ok();
    let said = folder.run("roster seal none --key none.key --sign-key signing --out none.lanyard");
    assert!(said.code == 2 && said.err.contains("--school"), "{}", said.err);
    let before = folder.text("signing");
    assert_eq!(folder.run("roster keys --out signing").code, 2);
    assert_eq!(folder.text("signing"), before);
    let said = folder.run("roster seal p --key p.key --sign-key p.key --out p.lanyard");
    assert!(said.code == 2 && !said.err.contains(&folder.text("p.key")), "{}", said.err);
}
