//! Whom mail is never questioned about (G10): unions, inspectors, police, health, advice.
//!
//! Facts only, each with where it was taken from and when. Configuration may lengthen the list
//! with `protectedDomains`; nothing shortens it.

use std::borrow::Cow;
use std::sync::OnceLock;

use crate::catalogue::documented;
use crate::config::Config;

/// Some correspondents of one sort.
#[derive(Clone, Copy, Debug)]
pub struct Group {
    /// What they are.
    pub what: &'static str,
    /// Where the addresses were taken from, and when.
    pub source: &'static str,
    /// Domains, subdomains included.
    pub domains: &'static [&'static str],
}

const fn group(what: &'static str, source: &'static str, domains: &'static [&'static str]) -> Group {
    Group { what: documented(what), source: documented(source), domains }
}

/// The list that ships.
pub const GROUPS: &[Group] = &[
    group(
        "Trade unions of school staff",
        "general knowledge, November 2026; to be checked against the unions' own sites",
        &[
            "neu.org.uk",
            "nasuwt.org.uk",
            "unison.org.uk",
            "unison.co.uk",
            "gmb.org.uk",
            "unitetheunion.org",
            "ascl.org.uk",
            "naht.org.uk",
            "community-tu.org",
            "voicetheunion.org.uk",
            "ucac.cymru",
            "eis.org.uk",
            "ssta.org.uk",
            "ahds.org.uk",
            "utu.edu",
            "into.ie",
            "ucu.org.uk",
            "nsead.org",
            "edapt.org.uk",
            "tuc.org.uk",
        ],
    ),
    group(
        "Conciliation, equality and advice about rights",
        "general knowledge, November 2026; to be checked against the bodies' own sites",
        &[
            "acas.org.uk",
            "lra.org.uk",
            "equalityhumanrights.com",
            "equalityni.org",
            "citizensadvice.org.uk",
            "protect-advice.org.uk",
            "lawsociety.org.uk",
            "sra.org.uk",
            "cjsm.net",
        ],
    ),
    group(
        "Regulators and inspectorates",
        "general knowledge, November 2026; to be checked against the bodies' own sites",
        &[
            "ico.org.uk",
            "ofsted.gov.uk",
            "isi.net",
            "estyn.gov.wales",
            "estyn.gov.uk",
            "educationscotland.gov.scot",
            "etini.gov.uk",
            "ofqual.gov.uk",
            "hse.gov.uk",
            "ewc.wales",
            "gtcs.org.uk",
            "gtcni.org.uk",
        ],
    ),
    group(
        "Police and child protection",
        "general knowledge, November 2026; to be checked against the bodies' own sites",
        &[
            "police.uk",
            "nspcc.org.uk",
            "childline.org.uk",
            "barnardos.org.uk",
            "iwf.org.uk",
            "ceop.gov.uk",
            "nationalcrimeagency.gov.uk",
        ],
    ),
    group(
        "Health and support",
        "general knowledge, November 2026; to be checked against the bodies' own sites",
        &[
            "nhs.uk",
            "nhs.net",
            "nhs.scot",
            "hscni.net",
            "samaritans.org",
            "mind.org.uk",
            "educationsupport.org.uk",
            "bacp.co.uk",
            "relate.org.uk",
            "womensaid.org.uk",
        ],
    ),
];

/// Parts of a domain's name that firms of such a sort have.
const IN_DOMAIN: [&str; 6] = ["solicitor", "counselling", "occupationalhealth", "occhealth", "lawcentre", "barrister"];

/// Parts of a mailbox's name by which authorities' child protection and social care are written to.
const IN_MAILBOX: [&str; 8] = [
    "lado",
    "mash",
    "socialcare",
    "childrensservices",
    "childprotection",
    "earlyhelp",
    "safeguarding",
    "firstresponse",
];

/// Domains of public authorities.
const AUTHORITIES: [&str; 4] = ["gov.uk", "gov.wales", "llyw.cymru", "gov.scot"];

/// Whether mail to this address is protected correspondence. Asked of every recipient of every message, more than once.
#[must_use]
pub fn is_protected(address: &str, config: &Config) -> bool {
    let address = lower(address.trim());
    let Some((mailbox, domain)) = address.rsplit_once('@') else { return false };
    let in_mailbox = || {
        let plain: String = mailbox.chars().filter(char::is_ascii_alphabetic).collect();
        holds_any(&plain, &IN_MAILBOX)
    };
    is_listed(domain)
        || config.protected_domains.iter().any(|known| is_under(domain, known))
        || holds_any(domain, &IN_DOMAIN)
        || (AUTHORITIES.iter().any(|known| is_under(domain, known)) && in_mailbox())
}

/// In lower case; most addresses are already.
#[must_use]
pub fn lower(text: &str) -> Cow<'_, str> {
    let is_lower = text.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase());
    if is_lower { Cow::Borrowed(text) } else { Cow::Owned(text.to_lowercase()) }
}

/// Whether a domain, or one that it lies under, is on the list that ships.
fn is_listed(domain: &str) -> bool {
    static SORTED: OnceLock<Vec<&str>> = OnceLock::new();
    let sorted = SORTED.get_or_init(|| {
        let mut all: Vec<&str> = GROUPS.iter().flat_map(|group| group.domains).copied().collect();
        all.sort_unstable();
        all
    });
    let mut rest = Some(domain);
    while let Some(name) = rest {
        if sorted.binary_search(&name).is_ok() {
            return true;
        }
        rest = name.split_once('.').map(|(_, after)| after);
    }
    false
}

/// Whether one of a few short parts stands in a text. `str::contains` prepares itself anew for each part.
fn holds_any(text: &str, parts: &[&str]) -> bool {
    let mut rest = text.as_bytes();
    while let [first, after @ ..] = rest {
        if parts.iter().any(|part| part.as_bytes().first() == Some(first) && rest.starts_with(part.as_bytes())) {
            return true;
        }
        rest = after;
    }
    false
}

/// Whether a domain is another or lies under it. Both are lower case.
#[must_use]
pub fn is_under(domain: &str, known: &str) -> bool {
    let (domain, known) = (domain.as_bytes(), known.as_bytes());
    // Most are told apart by the byte before, and cheaply: this is asked of every recipient, for every known domain.
    let Some(before) = domain.len().checked_sub(known.len()) else { return false };
    (before == 0 || domain.get(before - 1) == Some(&b'.')) && domain.ends_with(known)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::Reads;
    use crate::rules::testing::{Desk, SCHOOLS, mail};

    #[test]
    fn g10_nothing_beside_the_addresses_is_read_before_everybody_is_known_to_be_unprotected() {
        for school in SCHOOLS {
            let desk = Desk::of(school);
            let reads = |to: &[&str]| desk.reads(mail().to(to).build());
            // As far as some rule of theirs looks at it.
            let subject = !matches!(school, "droitwich-spa" | "beaudesert-park");
            let files = matches!(school, "tudhoe" | "st-marylebone");
            assert_eq!(
                reads(&["cover@oakfield.sch.uk"]),
                Reads { subject, files, text: true, signoff: None },
                "{school}"
            );
            for to in [&[][..], &["rep@neu.org.uk"], &["cover@oakfield.sch.uk", "lado@county.gov.uk"]] {
                assert_eq!(reads(to), Reads::default(), "{school}: {to:?}");
            }
            let mut half_typed = mail().to(&["cover@oakfield.sch.uk"]).bcc(&["rep@neu.org.uk"]).build();
            half_typed.bcc[0].unfinished = true;
            assert_eq!(desk.reads(half_typed.clone()), Reads::default(), "{school}: an address that may be whole");
            half_typed.bcc[0].address = None;
            assert_eq!(desk.reads(half_typed.clone()), Reads::default(), "{school}: nobody knows yet who");
            half_typed.bcc[0].unfinished = false;
            half_typed.bcc[0].name = Some("Branch secretary".to_owned());
            assert_eq!(desk.reads(half_typed), Reads::default(), "{school}: a name without an address");
        }
    }

    #[test]
    fn nothing_is_read_that_no_rule_looks_at() {
        let off = r#"{"email-recipient-check":"off","email-school-account-only":"off","email-subject-tag":"off","email-unknown-sender":"off","password-share":"off","data-pupil-personal-outside":"off","contact-professional-boundaries":"off","web-preview-resources":"off"}"#;
        let message = mail().to(&["cover@oakfield.sch.uk"]).build();
        assert_eq!(Desk::with("st-marylebone", &[("rules", off)]).reads(message.clone()), Reads::default());
        let mut private = message;
        private.account = Some("me@example.com".to_owned());
        let expected = Reads { subject: true, ..Reads::default() };
        assert_eq!(Desk::of("tudhoe").reads(private), expected, "files and own words in school mail alone");
    }

    #[test]
    fn g10_unions_inspectors_police_and_health_are_protected() {
        let config = Config::default();
        for address in [
            "rep@neu.org.uk",
            "Branch.Secretary@Mail.NASUWT.org.uk",
            "casework@ico.org.uk",
            "pc@west.police.uk",
            "gp@surgery.nhs.uk",
            "me@smithsolicitors.example",
            "lado@county.gov.uk",
            "childrens.services@county.gov.uk",
            "gwasanaeth.mash@sir.llyw.cymru",
        ] {
            assert!(is_protected(address, &config), "{address}");
        }
        for address in
            ["a@example.com", "a@notneu.org.uk", "planning@county.gov.uk", "lado@example.com", "neu.org.uk", ""]
        {
            assert!(!is_protected(address, &config), "{address}");
        }
    }

    #[test]
    fn g10_configuration_lengthens_the_list_and_cannot_shorten_it() {
        let values = [("protectedDomains".to_owned(), "branch.example".to_owned())].into();
        let (config, problems) = Config::parse(&values);
        assert_eq!(problems, []);
        assert!(is_protected("rep@branch.example", &config));
        assert!(is_protected("rep@neu.org.uk", &config));
    }

    #[test]
    fn every_group_says_where_it_is_from_and_is_lower_case() {
        for group in GROUPS {
            assert!(!group.what.is_empty() && group.source.contains("20"), "{}", group.what);
            assert!(group.domains.iter().all(|one| one.contains('.') && *one == one.to_lowercase()));
        }
    }
}
