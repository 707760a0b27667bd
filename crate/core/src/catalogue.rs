//! Every rule of the shared catalogue, built or not.
//!
//! A clause of a pack names one of these. Which of them are built is the registry's to say
//! ([`crate::rules::REGISTRY`]); the others are reminders, stay unseen, or are still to come.

use crate::rules;

/// One line of the catalogue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Listed {
    /// Id: file name, heading in the documents, settings key and attribute in the popup.
    pub id: &'static str,
    /// What it is about.
    pub title: &'static str,
}

/// A text that only documents and the command line show. The module that ships goes without:
/// these are 25 KB.
pub(crate) const fn documented(text: &'static str) -> &'static str {
    if cfg!(target_arch = "wasm32") { "" } else { text }
}

/// The catalogue, by id.
pub const RULES: &[Listed] = &[
    Listed { id: "access-report", title: documented("Access given in error: tell the named person") },
    Listed { id: "access-unauthorised", title: documented("Accessing systems, files or data without permission") },
    Listed { id: "account-lend", title: documented("Letting someone else use your login") },
    Listed {
        id: "compose-offensive-language",
        title: documented("Offensive, obscene, discriminatory or harassing words in something about to be sent"),
    },
    Listed {
        id: "compose-professional-tone",
        title: documented("Improper, defamatory, unverified or careless statements"),
    },
    Listed {
        id: "conduct-general-care",
        title: documented("General duty of care, caution, professional responsibility"),
    },
    Listed {
        id: "contact-personal-details",
        title: documented("Giving personal phone number / personal e-mail to pupils or parents"),
    },
    Listed {
        id: "contact-professional-boundaries",
        title: documented("Messages to pupils (and parents) must stay professional"),
    },
    Listed {
        id: "contact-school-channel",
        title: documented("Contact with pupils/parents must go through school systems"),
    },
    Listed {
        id: "data-confidential-disclosure",
        title: documented("Confidential or business-sensitive school information disclosed"),
    },
    Listed {
        id: "data-mis-use",
        title: documented("Management information system used privately, in public, or data taken from it"),
    },
    Listed { id: "data-personal-cloud", title: documented("School work/data saved to personal or unapproved storage") },
    Listed { id: "data-portable-media", title: documented("Portable media must be school-issued/encrypted") },
    Listed {
        id: "data-pupil-personal-outside",
        title: documented("Personal data about pupils/parents/staff leaving the school"),
    },
    Listed { id: "data-secure-handling", title: documented("General duty to keep personal data secure and lawful") },
    Listed { id: "data-share-permissions", title: documented("File shared too widely (anyone with link / external)") },
    Listed { id: "device-care", title: documented("Look after, transport, repair and do not damage equipment") },
    Listed { id: "device-lend", title: documented("Do not let others/pupils use a staff device") },
    Listed { id: "device-personal-connect", title: documented("Connecting unapproved devices to the network") },
    Listed { id: "device-personal-files", title: documented("No personal files in school storage") },
    Listed { id: "device-personal-use", title: documented("Personal devices for school data only if authorised") },
    Listed { id: "device-return", title: documented("Return equipment on leaving") },
    Listed { id: "email-bulk-unnecessary", title: documented("Mass or repeated mail, all-staff mail, chain letters") },
    Listed {
        id: "email-discoverable",
        title: documented("Messages can be disclosed, used as evidence or form a contract"),
    },
    Listed { id: "email-encrypt-attachment", title: documented("Sensitive attachment sent unprotected") },
    Listed { id: "email-forward-consider", title: documented("Forwarding on: would the original sender be content?") },
    Listed { id: "email-impersonation", title: documented("Message sent as someone else") },
    Listed { id: "email-large-attachment", title: documented("Large graphics/attachments") },
    Listed {
        id: "email-mailing-list-signup",
        title: documented("Joining mailing lists that bring in unsuitable mail"),
    },
    Listed {
        id: "email-missent-report",
        title: documented("Message sent in error containing personal data: report now"),
    },
    Listed { id: "email-received-in-error", title: documented("Message received in error") },
    Listed {
        id: "email-recipient-check",
        title: documented(
            "Wrong-person check: reply-all, autocomplete slip, greeting/recipient mismatch, first-time external address",
        ),
    },
    Listed {
        id: "email-recipients-visible",
        title: documented("Several recipients can see each other (To/Cc) when they should be in Bcc"),
    },
    Listed { id: "email-retention", title: documented("Keeping mail too long / too much") },
    Listed { id: "email-school-account-only", title: documented("School business sent from a personal mail account") },
    Listed { id: "email-shared-mailbox", title: documented("Using or sharing another person's mailbox") },
    Listed { id: "email-signoff-disclaimer", title: documented("School sign-off and disclaimer missing") },
    Listed { id: "email-subject-tag", title: documented("Subject line must carry the school tag") },
    Listed {
        id: "email-unknown-sender",
        title: documented("Reply/open attachment from unknown external sender (phishing)"),
    },
    Listed { id: "email-work-only", title: documented("School mail account used for personal matters") },
    Listed { id: "media-indecent-images", title: documented("Indecent images of young people") },
    Listed { id: "media-personal-camera", title: documented("No personal phones/cameras for pupil images") },
    Listed { id: "media-pupil-photos", title: documented("Pupil photographs: consent, dignity, school purposes only") },
    Listed { id: "monitoring-notice", title: documented("What the school may monitor (transparency)") },
    Listed { id: "parent-code", title: documented("Parent/carer clause: outside a staff product") },
    Listed { id: "password-compromise", title: documented("Password known to others: change and report") },
    Listed { id: "password-share", title: documented("Disclosing a password, PIN or Wi-Fi key") },
    Listed { id: "password-strong", title: documented("Set strong passwords") },
    Listed { id: "phone-recording", title: documented("Recording calls needs approval and consent") },
    Listed {
        id: "phone-school-only",
        title: documented("Use school phones for school business, not for personal matters"),
    },
    Listed { id: "policy-exemption", title: documented("Exemptions/exceptions and withdrawal of permission") },
    Listed { id: "policy-induction", title: documented("Staff are told, sign and are regularly reminded") },
    Listed { id: "policy-library", title: documented("Read/know the policy and related policies; who to ask") },
    Listed { id: "print-responsibly", title: documented("Print only for school work, mono unless needed") },
    Listed { id: "pupil-code", title: documented("Pupil clause: outside a staff product") },
    Listed { id: "report-concern", title: documented("Report misuse, misconduct or a child-safety concern") },
    Listed { id: "report-technical-failing", title: documented("Report technical faults and failed safeguards") },
    Listed { id: "sanctions-notice", title: documented("Consequences of breach") },
    Listed { id: "school-duty", title: documented("Duty or power of the school, not of staff") },
    Listed {
        id: "security-safeguards",
        title: documented("Do not disable/circumvent anti-virus and other safeguards"),
    },
    Listed { id: "session-lock", title: documented("Lock or log off when leaving the device") },
    Listed {
        id: "social-disrepute",
        title: documented("Conduct that could bring the school/role into disrepute or be derogatory"),
    },
    Listed {
        id: "social-educational-use",
        title: documented("Using social media for teaching only through a non-personal/approved account or platform"),
    },
    Listed {
        id: "social-ex-pupil-connection",
        title: documented("Connection with an ex-pupil under 18 (or future pupil)"),
    },
    Listed {
        id: "social-harassment-response",
        title: documented("Harassed or abused online: do not retaliate, keep evidence, report"),
    },
    Listed { id: "social-mobile-app", title: documented("Phone app advice (uninstall Facebook app)") },
    Listed {
        id: "social-official-account",
        title: documented(
            "Official school account: only authorised people; new accounts/speaking for the school need approval",
        ),
    },
    Listed {
        id: "social-official-content",
        title: documented("Content rules on official accounts (no pupil names, exclusion list, guidelines)"),
    },
    Listed { id: "social-parent-connection", title: documented("Friend/follow/communication with a parent") },
    Listed {
        id: "social-post-about-school",
        title: documented("Post/comment that refers to the school, job, colleagues, parents or pupils"),
    },
    Listed {
        id: "social-post-images",
        title: documented("Posting images of pupils/staff/school activities on social media"),
    },
    Listed {
        id: "social-privacy-review",
        title: documented("Periodic self-check: old posts, likes, name search, tagged photos"),
    },
    Listed {
        id: "social-privacy-settings",
        title: documented("Personal profile or post visible to the public (or friends of friends)"),
    },
    Listed {
        id: "social-profile-identifiable",
        title: documented("Profile easily found: full name as display name, identifiable picture"),
    },
    Listed {
        id: "social-pupil-connection",
        title: documented("Friend/follow/connection with a pupil: accepting or starting one"),
    },
    Listed {
        id: "social-pupil-message",
        title: documented("Messaging pupils on social networks or unapproved platforms"),
    },
    Listed {
        id: "social-pupil-request-report",
        title: documented("Report pupil contact/friend request to the named lead"),
    },
    Listed { id: "social-references", title: documented("Giving references on social/professional networks") },
    Listed { id: "social-remove-postings", title: documented("Remove earlier or offending postings") },
    Listed {
        id: "social-school-association",
        title: documented("School named on a personal profile, workplace, check-in, or name/logo used"),
    },
    Listed { id: "social-school-email", title: documented("School e-mail address linked to social media accounts") },
    Listed { id: "social-tagging-staff", title: documented("Tagging colleagues in images or posts") },
    Listed {
        id: "social-think-before-post",
        title: documented("Public post: would you be happy for pupils, parents, the world to see it?"),
    },
    Listed {
        id: "social-use-on-school-device",
        title: documented("Personal social media / blogging / chat on school equipment, network or in school hours"),
    },
    Listed { id: "web-copyright", title: documented("Copyright, plagiarism and accreditation") },
    Listed {
        id: "web-filter-bypass",
        title: documented("Bypassing filtering or technical safeguards (proxy, VPN, anonymiser)"),
    },
    Listed { id: "web-games", title: documented("Playing games (non-educational)") },
    Listed {
        id: "web-inappropriate-content",
        title: documented("Accessing/sending pornographic, offensive, obscene or unlawful material"),
    },
    Listed {
        id: "web-inappropriate-report",
        title: documented("Report accidental access / filter misses / wrongly blocked sites"),
    },
    Listed {
        id: "web-personal-purchase",
        title: documented("Personal purchases on school systems (and school purchases outside Finance)"),
    },
    Listed { id: "web-personal-use", title: documented("Personal use: limits on time, presence of pupils, amount") },
    Listed {
        id: "web-preview-resources",
        title: documented("Check resources/links before giving to pupils; age-appropriate"),
    },
    Listed {
        id: "web-private-business",
        title: documented("Private business or outside work (e.g. exam marking) on school systems"),
    },
    Listed { id: "web-software-install", title: documented("Downloading/installing software without approval") },
    Listed {
        id: "web-unauthorised-service",
        title: documented("Signing up to / setting up web services or apps without approval"),
    },
    Listed {
        id: "web-upload-third-party",
        title: documented("Uploading third-party data/software to the school network"),
    },
];

/// Whether the rule is built.
#[must_use]
pub fn is_built(id: &str) -> bool {
    rules::REGISTRY.iter().any(|entry| entry.id == id)
}

/// "Did you mean …", for an id that is in no list.
#[must_use]
pub fn nearest(id: &str) -> Option<String> {
    nearest_of(id, RULES.iter().map(|entry| entry.id))
}

/// "Did you mean …", for a word that should have been one of `known`.
pub fn nearest_of<'a>(word: &str, known: impl Iterator<Item = &'a str>) -> Option<String> {
    known
        .map(|candidate| (distance(word, candidate), candidate))
        .min()
        .filter(|&(steps, candidate)| steps <= 3 && steps < candidate.chars().count())
        .map(|(_, candidate)| format!("did you mean `{candidate}`?"))
}

/// Whether two words are one slip of a finger apart: a letter more, less or another, or two
/// that have changed places. Equal words are not.
pub(crate) fn nearly(a: &str, b: &str) -> bool {
    let (mut left, mut right) = (a.as_bytes(), b.as_bytes());
    while let ([x, a @ ..], [y, b @ ..]) = (left, right)
        && x == y
    {
        (left, right) = (a, b);
    }
    while let ([a @ .., x], [b @ .., y]) = (left, right)
        && x == y
    {
        (left, right) = (a, b);
    }
    match (left, right) {
        ([_], []) | ([], [_]) | ([_], [_]) => true,
        ([a, b], [c, d]) => a == d && b == c,
        _ => false,
    }
}

/// Levenshtein distance, in characters.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut next = Vec::with_capacity(row.len());
        let mut left = i + 1;
        next.push(left);
        for (pair, y) in row.windows(2).zip(&b) {
            let &[diagonal, above] = pair else { continue };
            left = (diagonal + usize::from(x != *y)).min(above + 1).min(left + 1);
            next.push(left);
        }
        row = next;
    }
    row.last().copied().unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_sorted_and_unique() {
        assert!(RULES.windows(2).all(|pair| matches!(pair, [a, b] if a.id < b.id)));
    }

    #[test]
    fn every_built_rule_is_in_the_catalogue() {
        for entry in rules::REGISTRY {
            assert!(RULES.iter().any(|listed| listed.id == entry.id), "{}", entry.id);
        }
    }

    #[test]
    fn one_slip_apart() {
        for (a, b) in
            [("oakfeild", "oakfield"), ("oakfild", "oakfield"), ("oakfieldd", "oakfield"), ("oakfiald", "oakfield")]
        {
            assert!(nearly(a, b) && nearly(b, a), "{a}");
        }
        for (a, b) in [("oakfield", "oakfield"), ("oakhill", "oakfield"), ("okafeild", "oakfield"), ("", "ab")] {
            assert!(!nearly(a, b), "{a}");
        }
    }

    #[test]
    fn a_slip_is_answered_with_the_nearest() {
        assert_eq!(nearest("social-parent-conection").as_deref(), Some("did you mean `social-parent-connection`?"));
        assert_eq!(nearest("nothing-like-it-at-all"), None);
    }
}
