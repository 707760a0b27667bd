//! What can be seen in a text.

macro_rules! kinds {
    ($($(#[doc = $doc:literal])+ $name:ident $id:literal,)+) => {
        /// One kind of thing that can be seen in a text.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Kind {
            $($(#[doc = $doc])+ $name,)+
        }

        impl Kind {
            /// Every kind, in order.
            pub const ALL: &[Self] = &[$(Self::$name,)+];

            /// The kind's name in files, settings and what is printed.
            #[must_use]
            pub const fn id(self) -> &'static str {
                match self {
                    $(Self::$name => $id,)+
                }
            }
        }
    };
}

kinds! {
    /// Unique Pupil Number.
    Upn "upn",
    /// NHS number.
    NhsNumber "nhs-number",
    /// National Insurance number.
    NationalInsurance "national-insurance",
    /// Passport number.
    Passport "passport",
    /// Driving licence number.
    DrivingLicence "driving-licence",
    /// Telephone number.
    Phone "phone",
    /// Postcode.
    Postcode "postcode",
    /// House and street.
    Address "address",
    /// Date of birth: a whole date beside "born", "DOB" or a listed name.
    BirthDate "birth-date",
    /// Sort code with an account number.
    BankAccount "bank-account",
    /// International bank account number.
    Iban "iban",
    /// Payment card number.
    Card "card",
    /// E-mail address.
    Email "email",
    /// Vehicle registration.
    Vehicle "vehicle",
    /// A password of an account.
    Password "password",
    /// Words that hand over an account, such as "login details below".
    LoginDetails "login-details",
    /// The key of a wireless network.
    WifiKey "wifi-key",
    /// The passcode of a meeting or of a protected file.
    Passcode "passcode",
    /// A key or token that a program signs in with, or a private key.
    Token "token",
    /// Five or more names in a column.
    ClassList "class-list",
    /// A name on the school's list, a pupil's.
    PupilName "pupil-name",
    /// A name on the school's list, a parent's or carer's.
    ParentName "parent-name",
    /// A name on the school's list, a colleague's.
    StaffName "staff-name",
    /// Special educational needs, beside a person.
    SpecialNeeds "special-needs",
    /// Child protection or social care, beside a person.
    SpecialProtection "special-protection",
    /// Health, beside a person.
    SpecialHealth "special-health",
    /// Free school meals or pupil premium, beside a person.
    SpecialMeals "special-meals",
    /// Behaviour or exclusion, beside a person.
    SpecialBehaviour "special-behaviour",
    /// An obscenity.
    OffensiveObscene "offensive-obscene",
    /// A slur about race or origin.
    OffensiveRace "offensive-race",
    /// A slur about religion.
    OffensiveReligion "offensive-religion",
    /// A slur about disability.
    OffensiveDisability "offensive-disability",
    /// A slur about sexuality or gender.
    OffensiveSexuality "offensive-sexuality",
    /// A slur about women or men.
    OffensiveSex "offensive-sex",
    /// A plain threat.
    OffensiveThreat "offensive-threat",
    /// Any of these that the words around it quote or report.
    OffensiveQuoted "offensive-quoted",
    /// The school's name or one of its aliases.
    SchoolName "school-name",
    /// The title of somebody who works in a school.
    StaffTitle "staff-title",
}

/// How many kinds there are.
pub(super) const KINDS: usize = Kind::ALL.len();

impl Kind {
    /// The kind with this id.
    #[must_use]
    pub fn by_id(id: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.id() == id)
    }

    /// Whether it says what is protected about a person: needs, protection, health, meals, behaviour.
    #[must_use]
    pub const fn is_special(self) -> bool {
        matches!(
            self,
            Self::SpecialNeeds
                | Self::SpecialProtection
                | Self::SpecialHealth
                | Self::SpecialMeals
                | Self::SpecialBehaviour
        )
    }

    /// Whether it is an offensive term in the writer's own words.
    #[must_use]
    pub const fn is_offensive(self) -> bool {
        matches!(
            self,
            Self::OffensiveObscene
                | Self::OffensiveRace
                | Self::OffensiveReligion
                | Self::OffensiveDisability
                | Self::OffensiveSexuality
                | Self::OffensiveSex
                | Self::OffensiveThreat
        )
    }

    /// Whether it opens an account, a network, a file or a service.
    #[must_use]
    pub const fn is_secret(self) -> bool {
        matches!(self, Self::Password | Self::LoginDetails | Self::WifiKey | Self::Passcode | Self::Token)
    }

    /// Whether it tells one person from all others.
    #[must_use]
    pub const fn is_identifier(self) -> bool {
        matches!(
            self,
            Self::Upn
                | Self::NhsNumber
                | Self::NationalInsurance
                | Self::Passport
                | Self::DrivingLicence
                | Self::BirthDate
                | Self::ClassList
                | Self::PupilName
        )
    }
}
