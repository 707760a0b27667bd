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

/// The catalogue, by id.
pub const RULES: &[Listed] = &[
    Listed { id: "access-report", title: "Access given in error: tell the named person" },
    Listed { id: "access-unauthorised", title: "Accessing systems, files or data without permission" },
    Listed { id: "account-lend", title: "Letting someone else use your login" },
    Listed {
        id: "compose-offensive-language",
        title: "Offensive, obscene, discriminatory or harassing words in something about to be sent",
    },
    Listed { id: "compose-professional-tone", title: "Improper, defamatory, unverified or careless statements" },
    Listed { id: "conduct-general-care", title: "General duty of care, caution, professional responsibility" },
    Listed {
        id: "contact-personal-details",
        title: "Giving personal phone number / personal e-mail to pupils or parents",
    },
    Listed { id: "contact-professional-boundaries", title: "Messages to pupils (and parents) must stay professional" },
    Listed { id: "contact-school-channel", title: "Contact with pupils/parents must go through school systems" },
    Listed {
        id: "data-confidential-disclosure",
        title: "Confidential or business-sensitive school information disclosed",
    },
    Listed {
        id: "data-mis-use",
        title: "Management information system used privately, in public, or data taken from it",
    },
    Listed { id: "data-personal-cloud", title: "School work/data saved to personal or unapproved storage" },
    Listed { id: "data-portable-media", title: "Portable media must be school-issued/encrypted" },
    Listed { id: "data-pupil-personal-outside", title: "Personal data about pupils/parents/staff leaving the school" },
    Listed { id: "data-secure-handling", title: "General duty to keep personal data secure and lawful" },
    Listed { id: "data-share-permissions", title: "File shared too widely (anyone with link / external)" },
    Listed { id: "device-care", title: "Look after, transport, repair and do not damage equipment" },
    Listed { id: "device-lend", title: "Do not let others/pupils use a staff device" },
    Listed { id: "device-personal-connect", title: "Connecting unapproved devices to the network" },
    Listed { id: "device-personal-files", title: "No personal files in school storage" },
    Listed { id: "device-personal-use", title: "Personal devices for school data only if authorised" },
    Listed { id: "device-return", title: "Return equipment on leaving" },
    Listed { id: "email-bulk-unnecessary", title: "Mass or repeated mail, all-staff mail, chain letters" },
    Listed { id: "email-discoverable", title: "Messages can be disclosed, used as evidence or form a contract" },
    Listed { id: "email-encrypt-attachment", title: "Sensitive attachment sent unprotected" },
    Listed { id: "email-forward-consider", title: "Forwarding on: would the original sender be content?" },
    Listed { id: "email-impersonation", title: "Message sent as someone else" },
    Listed { id: "email-large-attachment", title: "Large graphics/attachments" },
    Listed { id: "email-mailing-list-signup", title: "Joining mailing lists that bring in unsuitable mail" },
    Listed { id: "email-missent-report", title: "Message sent in error containing personal data: report now" },
    Listed { id: "email-received-in-error", title: "Message received in error" },
    Listed {
        id: "email-recipient-check",
        title: "Wrong-person check: reply-all, autocomplete slip, greeting/recipient mismatch, first-time external address",
    },
    Listed {
        id: "email-recipients-visible",
        title: "Several recipients can see each other (To/Cc) when they should be in Bcc",
    },
    Listed { id: "email-retention", title: "Keeping mail too long / too much" },
    Listed { id: "email-school-account-only", title: "School business sent from a personal mail account" },
    Listed { id: "email-shared-mailbox", title: "Using or sharing another person's mailbox" },
    Listed { id: "email-signoff-disclaimer", title: "School sign-off and disclaimer missing" },
    Listed { id: "email-subject-tag", title: "Subject line must carry the school tag" },
    Listed { id: "email-unknown-sender", title: "Reply/open attachment from unknown external sender (phishing)" },
    Listed { id: "email-work-only", title: "School mail account used for personal matters" },
    Listed { id: "media-indecent-images", title: "Indecent images of young people" },
    Listed { id: "media-personal-camera", title: "No personal phones/cameras for pupil images" },
    Listed { id: "media-pupil-photos", title: "Pupil photographs: consent, dignity, school purposes only" },
    Listed { id: "monitoring-notice", title: "What the school may monitor (transparency)" },
    Listed { id: "parent-code", title: "Parent/carer clause: outside a staff product" },
    Listed { id: "password-compromise", title: "Password known to others: change and report" },
    Listed { id: "password-share", title: "Disclosing a password, PIN or Wi-Fi key" },
    Listed { id: "password-strong", title: "Set strong passwords" },
    Listed { id: "phone-recording", title: "Recording calls needs approval and consent" },
    Listed { id: "phone-school-only", title: "Use school phones for school business, not for personal matters" },
    Listed { id: "policy-exemption", title: "Exemptions/exceptions and withdrawal of permission" },
    Listed { id: "policy-induction", title: "Staff are told, sign and are regularly reminded" },
    Listed { id: "policy-library", title: "Read/know the policy and related policies; who to ask" },
    Listed { id: "print-responsibly", title: "Print only for school work, mono unless needed" },
    Listed { id: "pupil-code", title: "Pupil clause: outside a staff product" },
    Listed { id: "report-concern", title: "Report misuse, misconduct or a child-safety concern" },
    Listed { id: "report-technical-failing", title: "Report technical faults and failed safeguards" },
    Listed { id: "sanctions-notice", title: "Consequences of breach" },
    Listed { id: "school-duty", title: "Duty or power of the school, not of staff" },
    Listed { id: "security-safeguards", title: "Do not disable/circumvent anti-virus and other safeguards" },
    Listed { id: "session-lock", title: "Lock or log off when leaving the device" },
    Listed {
        id: "social-disrepute",
        title: "Conduct that could bring the school/role into disrepute or be derogatory",
    },
    Listed {
        id: "social-educational-use",
        title: "Using social media for teaching only through a non-personal/approved account or platform",
    },
    Listed { id: "social-ex-pupil-connection", title: "Connection with an ex-pupil under 18 (or future pupil)" },
    Listed {
        id: "social-harassment-response",
        title: "Harassed or abused online: do not retaliate, keep evidence, report",
    },
    Listed { id: "social-mobile-app", title: "Phone app advice (uninstall Facebook app)" },
    Listed {
        id: "social-official-account",
        title: "Official school account: only authorised people; new accounts/speaking for the school need approval",
    },
    Listed {
        id: "social-official-content",
        title: "Content rules on official accounts (no pupil names, exclusion list, guidelines)",
    },
    Listed { id: "social-parent-connection", title: "Friend/follow/communication with a parent" },
    Listed {
        id: "social-post-about-school",
        title: "Post/comment that refers to the school, job, colleagues, parents or pupils",
    },
    Listed { id: "social-post-images", title: "Posting images of pupils/staff/school activities on social media" },
    Listed { id: "social-privacy-review", title: "Periodic self-check: old posts, likes, name search, tagged photos" },
    Listed {
        id: "social-privacy-settings",
        title: "Personal profile or post visible to the public (or friends of friends)",
    },
    Listed {
        id: "social-profile-identifiable",
        title: "Profile easily found: full name as display name, identifiable picture",
    },
    Listed { id: "social-pupil-connection", title: "Friend/follow/connection with a pupil: accepting or starting one" },
    Listed { id: "social-pupil-message", title: "Messaging pupils on social networks or unapproved platforms" },
    Listed { id: "social-pupil-request-report", title: "Report pupil contact/friend request to the named lead" },
    Listed { id: "social-references", title: "Giving references on social/professional networks" },
    Listed { id: "social-remove-postings", title: "Remove earlier or offending postings" },
    Listed {
        id: "social-school-association",
        title: "School named on a personal profile, workplace, check-in, or name/logo used",
    },
    Listed { id: "social-school-email", title: "School e-mail address linked to social media accounts" },
    Listed { id: "social-tagging-staff", title: "Tagging colleagues in images or posts" },
    Listed {
        id: "social-think-before-post",
        title: "Public post: would you be happy for pupils, parents, the world to see it?",
    },
    Listed {
        id: "social-use-on-school-device",
        title: "Personal social media / blogging / chat on school equipment, network or in school hours",
    },
    Listed { id: "web-copyright", title: "Copyright, plagiarism and accreditation" },
    Listed { id: "web-filter-bypass", title: "Bypassing filtering or technical safeguards (proxy, VPN, anonymiser)" },
    Listed { id: "web-games", title: "Playing games (non-educational)" },
    Listed {
        id: "web-inappropriate-content",
        title: "Accessing/sending pornographic, offensive, obscene or unlawful material",
    },
    Listed {
        id: "web-inappropriate-report",
        title: "Report accidental access / filter misses / wrongly blocked sites",
    },
    Listed {
        id: "web-personal-purchase",
        title: "Personal purchases on school systems (and school purchases outside Finance)",
    },
    Listed { id: "web-personal-use", title: "Personal use: limits on time, presence of pupils, amount" },
    Listed { id: "web-preview-resources", title: "Check resources/links before giving to pupils; age-appropriate" },
    Listed {
        id: "web-private-business",
        title: "Private business or outside work (e.g. exam marking) on school systems",
    },
    Listed { id: "web-software-install", title: "Downloading/installing software without approval" },
    Listed {
        id: "web-unauthorised-service",
        title: "Signing up to / setting up web services or apps without approval",
    },
    Listed { id: "web-upload-third-party", title: "Uploading third-party data/software to the school network" },
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
    fn a_slip_is_answered_with_the_nearest() {
        assert_eq!(nearest("social-parent-conection").as_deref(), Some("did you mean `social-parent-connection`?"));
        assert_eq!(nearest("nothing-like-it-at-all"), None);
    }
}
