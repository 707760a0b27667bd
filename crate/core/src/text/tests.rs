//! What is seen and what is not, as lists of texts.

use proptest::prelude::*;

use super::*;

fn kinds(text: &str) -> Vec<&'static str> {
    scan(text, &Around::default()).hits.iter().map(|hit| hit.kind.id()).collect()
}

/// What the text holds, as `kind:text`.
fn seen(text: &str) -> Vec<String> {
    seen_around(text, &Around::default())
}

fn seen_around(text: &str, around: &Around<'_>) -> Vec<String> {
    scan(text, around)
        .hits
        .iter()
        .map(|hit| format!("{}:{}", hit.kind.id(), text.get(hit.from..hit.to).unwrap()))
        .collect()
}

#[track_caller]
fn every(kind: Kind, texts: &[&str]) {
    let missed: Vec<_> =
        texts.iter().filter(|text| kinds(text) != [kind.id()]).map(|text| (text, seen(text))).collect();
    assert!(missed.is_empty(), "{missed:#?}");
}

#[track_caller]
fn none(texts: &[&str]) {
    let seen: Vec<_> = texts.iter().map(|text| (text, seen(text))).filter(|(_, seen)| !seen.is_empty()).collect();
    assert!(seen.is_empty(), "{seen:#?}");
}

#[test]
fn phones_in_every_way_people_write_them() {
    every(
        Kind::Phone,
        &[
            "07700900123",
            "07700 900123",
            "07700 900 123",
            "07700-900-123",
            "07700.900.123",
            "+447700900123",
            "+44 7700 900123",
            "+44 (0)7700 900123",
            "+44(0)7700900123",
            "0044 7700 900123",
            "00447700900123",
            "01632 960123",
            "(01632) 960123",
            "01632-960-123",
            "01632960123",
            "(0)1632 960123",
            "020 7946 0123",
            "0207 946 0123",
            "02079460123",
            "(020) 7946 0123",
            "020-7946-0123",
            "0113 496 0123",
            "0113-496-0123",
            "0800 496 0123",
            "0808 157 0123",
            "03069 990123",
            "0300 123 4567",
            "0345 123 4567",
            "0909 879 0123",
            "07 700 900 123",
            "07 70 09 00 12 3",
            "+44 20 7946 0123",
            "+44 113 496 0123",
            "44 7700 900123",
            "tel:01632960123",
            "Tel. 960123",
            "Phone: 496 0123",
            "mobile 7700 900123",
            "+33 1 23 45 67 89",
            "+353 85 123 4567",
            "+1 (555) 010-0123",
            "Call me on 07700\u{a0}900123 tonight.",
            "Mob: 07700 900123.",
            "(07700 900123)",
            "020–7946–0123",
        ],
    );
    assert_eq!(
        seen("07700 900123 07700 900456, 07700 900789 or 01632 960123/01632 960124"),
        ["phone:07700 900123", "phone:07700 900456", "phone:07700 900789", "phone:01632 960123", "phone:01632 960124"]
    );
    assert_eq!(seen("Ring +44 (0)20 7946 0123."), ["phone:+44 (0)20 7946 0123"]);
}

#[test]
fn numbers_that_are_no_phones() {
    none(&[
        "01/02/2024 10:30",
        "01.02.2024 10.30",
        "01-02-2024 101",
        "2024-01-02",
        "0900 1030 1145",
        "0900 1030 115",
        "0915-1015",
        "09 15 10 30 11 45",
        "Oakfield 3-2 Rose Hill",
        "£12.50",
        "£1,250,000",
        "£01234567890",
        "12,345,678",
        "Order 01234567890",
        "Invoice no. 01632960123",
        "Ref: 01632 960123",
        "ISBN 978-0-306-40615-7",
        "0-306-40615-2",
        "id=01632960123",
        "/files/01632960123",
        "999",
        "101",
        "111",
        "116 123",
        "0800 1111",
        "room 101",
        "1234567890",
        "192.168.100.101",
        "10.0.0.1",
        "3.14159265358979",
        "00:45 to 01:30",
        "5-1-0-2-3-4-5-6-7-8-9",
        "1 2 3 4 5 6 7 8 9 10",
        "01 02 03 04 05 06",
        "14-16 / 15-18",
        "6 x 9 = 54",
        "Year 7 2024 2025",
        "0.07700900123",
        "+5 points",
        "call 3 people",
        "from 2019 to 2023",
        "07700",
        "12:30-13:30",
        "#01632960123",
        "1,000 2,000 3,000",
    ]);
}

#[test]
fn pupil_numbers_wherever_they_stand() {
    every(
        Kind::Upn,
        &[
            "H801200001001",
            "g80120000101a",
            "UPN: B801200005001.",
            "(A950000178301)",
            "upn,H243278544154,7B",
            "G80120000101A ",
        ],
    );
    none(&["Z801200001001", "H813E00000121", "A801200005001", "R325", "BADCODE", "SH801200001001", "H8012000010011"]);
}

#[test]
fn nhs_numbers() {
    every(
        Kind::NhsNumber,
        &["401-023-2137", "943 476 5919", "NHS number 0032698674", "NHS No: 9434765919", "nhs:943-476-5919"],
    );
    none(&["401-023-2138", "943 476 5918", "9434765919", "order 943 476 5919", "1700000000", "Tel 943 476 5919"]);
    assert_eq!(kinds("9434765919\n4010232137\n0032698674\n"), ["nhs-number"; 3]);
    assert_eq!(kinds("9434765919\n4010232138\n4010232139\n4010232131\n0032698674\n4010232137").len(), 0);
}

#[test]
fn national_insurance_numbers_after_hmrc() {
    every(
        Kind::NationalInsurance,
        &[
            "AB123456C",
            "AB 12 34 56 C",
            "ab123456c",
            "AB 123456 C",
            "AB-12-34-56-C",
            "JG103759A",
            "CE 12 34 56 D",
            "NI number AB123456",
            "National Insurance: ab 12 34 56 c",
            "(AB123456C)",
        ],
    );
    none(&[
        "QQ123456C",
        "BG123456A",
        "GB123456A",
        "NK123456A",
        "KN123456A",
        "TN123456A",
        "NT123456A",
        "ZZ123456A",
        "DA123456A",
        "FA123456A",
        "IA123456A",
        "UA123456A",
        "VA123456A",
        "AD123456A",
        "AO123456A",
        "AB123456E",
        "AB1234567",
        "AB12345C",
        "AB123456",
        "ABC123456D",
        "AB123456CC",
        "1AB123456C",
    ]);
}

#[test]
fn passports_and_licences() {
    every(Kind::Passport, &["passport 925665416", "Passport no: AB1234567", "passport number is A12345678"]);
    every(
        Kind::DrivingLicence,
        &["MORGA657054SM9IJ", "MORGA 657054 SM9IJ", "driving licence 12345678", "FOX99607071J99AB"],
    );
    none(&["925665416", "AB1234567", "MORGA697054SM9IJ", "MORGA657994SM9IJ", "12345678"]);
}

#[test]
fn money() {
    every(
        Kind::BankAccount,
        &[
            "20-00-00 12345678",
            "Sort code: 20-00-00, account number: 12345678",
            "sort code 200000 account 12345678",
            "Account number 12345678\nSort code 20-00-00",
            "Sort 20 00 00 Acc 12345678",
            "SC 20-00-00 A/C 12345678",
        ],
    );
    every(
        Kind::Card,
        &[
            "4111 1111 1111 1111",
            "5555-5555-5555-4444",
            "378282246310005",
            "3782 822463 10005",
            "6011111111111117",
            "card 4012888888881881",
        ],
    );
    every(Kind::Iban, &["GB29 NWBK 6016 1331 9268 19", "GB82WEST12345698765432", "IBAN DE89370400440532013000"]);
    none(&[
        "20-00-00",
        "12-05-24 at 10",
        "12345678",
        "4111 1111 1111 1112",
        "1234 5678 1234 5670",
        "order 4111111111111111",
        "GB29 NWBK 6016 1331 9268 18",
        "GB29",
        "12-05-24 and 20240512",
    ]);
}

#[test]
fn places() {
    every(
        Kind::Postcode,
        &["L27 8XY", "NR103EZ", "RG45AY", "NE69 7AW", "SE23 2NF", "MA1 1AA", "BT35 8GE", "at dl16 6aa,", "WR9 0AA."],
    );
    every(
        Kind::Address,
        &["12 Baker Street", "12A Saint John's Road", "Flat 3, 27 Long Acre Close", "7 The Green", "104 High St"],
    );
    none(&[
        "Definitely wrong",
        "12FSSD",
        "1A1 1AA",
        "EH1 JS",
        "EH1JS",
        "W1 2nd period",
        "Y7 1ST",
        "Year 7 Hall Green",
        "Room 12 Hill View",
        "Oakfield 3 Rose Hill 2",
        "5 children walk",
        "3 Road signs",
        "page 12 Green Lane",
        "2 High",
        "in 1815 Bond Street",
    ]);
}

#[test]
fn births() {
    every(
        Kind::BirthDate,
        &[
            "DOB 12/03/2014",
            "d.o.b.: 12.03.2014",
            "Date of birth (dd/mm/yyyy): 12/03/2014",
            "born on 3 May 2011",
            "born 3rd of May, 2011",
            "born on May 3rd 2011",
            "Amy Smith 12/03/2014",
            "Amy Smith, 2014-03-12",
            "DOB: 12/3/14",
            "12/03/2014 (DOB)",
        ],
    );
    none(&[
        "12/03/2014",
        "on 3 May 2011",
        "born in May",
        "born in 1812",
        "Amy Smith is away 12/03/2014",
        "DOB required",
        "reborn 12/03/2014 is nothing",
        "born on 7 February 1812",
        "Amy Smith 12/03/2024",
    ]);
}

#[test]
fn vehicles() {
    every(Kind::Vehicle, &["AB12 CDE", "AB12CDE", "my car is A123 BCD", "reg A123BCD", "number plate ABC 123D"]);
    none(&["A123 BCD", "ABC 123D", "AB32 CDE", "ab12 cde", "AI12 CDE", "KS2 SAT", "AB12 CDEF"]);
}

#[test]
fn addresses_of_mail() {
    every(
        Kind::Email,
        &["a@b.example", "Write to amy.o'neill+x@mail.oakfield.sch.uk.", "<head@oakfield.sch.uk>", "mailto:a@b.co"],
    );
    none(&["@oakfield", "a@b", "a@ b.com", "5 @ 2.50", "a@b..com", "@a.com", "a@1.2"]);
    assert_eq!(seen("(a@b.example), c@d.example."), ["email:a@b.example", "email:c@d.example"]);
}

#[test]
fn passwords_in_prose() {
    every(
        Kind::Password,
        &[
            "The password is Sunshine12",
            "pw: Tiger99",
            "pw Tiger99x",
            "Password: hunter2!",
            "my password is sunshine.",
            "Password = Correct-Horse",
            "the password for the portal is Blue42Sky",
            "Your password is now \"sunshine\"",
            "password – OakTree7",
            "Password:\nOakTree7",
            "pwd: oaktree",
            "The password is \"correct horse\"",
            "username: jsmith password: Spring2024",
            "The new password is: Spring2024",
            "login jsmith, password Spring2024",
            "Username t.cher, password Maple!77. Ta",
            "The password used to be Finch1 but is now Finch2026",
            "the password is swordfish, do not share it",
        ],
    );
    every(
        Kind::WifiKey,
        &[
            "The wifi password is Guest2024",
            "Wi-Fi key: 8fh3kd93",
            "wi-fi code is BLUEBELL7",
            "password for the wifi is oaktree!",
        ],
    );
    every(
        Kind::Passcode,
        &[
            "Zoom passcode: 8J2kd9",
            "the file password is Term3!",
            "Passcode: 49213",
            "The PIN is 4821",
            "meeting password: abc123",
        ],
    );
    every(
        Kind::LoginDetails,
        &["Login details below", "login details are attached", "Here are your login details", "Log-in details:"],
    );
    none(&[
        "The password is required",
        "password is wrong",
        "Your password has expired",
        "password is being reset",
        "a strong password is important.",
        "Password:",
        "Password: ********",
        "Password: (see the office)",
        "password policy",
        "password 2-step set-up",
        "password used to be needed; 2FA is now",
        "password-protected",
        "the password is the same",
        "The password is 8 characters",
        "Password must be 12 characters",
        "forgot my password?",
        "password: choose something memorable",
        "Password: https://reset.example/abc1",
        "Never share your login details.",
        "your login details have changed",
        "the password is not secret",
        "passwords are like toothbrushes",
        "Change your password to keep safe",
        "the password is case sensitive",
        "put a pin in it",
        "PIN is needed",
        "the pin is on the table",
    ]);
}

#[test]
fn tokens() {
    every(
        Kind::Token,
        &[
            "ghp_16C7e42F292c6912E7710c838347Ae178B4a",
            "AKIAIOSFODNN7EXAMPLE",
            "xoxb-123456789012-abcdEFGH",
            "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U",
            "-----BEGIN RSA PRIVATE KEY-----",
            "API key: 3f8a9b2c4d5e6f708192a3b4",
            "sk_live_4eC39HqLyjWDarjtT1zdp7dc",
            "glpat-1a2b3c4d5e6f7g8h9i0j",
            "Authorization: Bearer abcdef0123456789abcdef01",
        ],
    );
    none(&[
        "sk-y",
        "API key required",
        "github-actions-runner-images",
        "-----BEGIN CERTIFICATE-----",
        "npm-package-name",
        "pk_short1",
    ]);
}

#[test]
fn lists_of_names() {
    let list = "Year 7\nAmy Smith\nBen O'Neill\nChloe Brown-Jones\nDev Patel\nZoë Dyke\nTotal: 5";
    assert_eq!(seen(list), ["class-list:Amy Smith\nBen O'Neill\nChloe Brown-Jones\nDev Patel\nZoë Dyke"]);
    let numbered = "1. Smith, Amy\t7B\n2. O'Neill, Ben\t7B\n3. Brown, Chloe\t7A\n4. Patel, Dev\t7A\n5. Dyke, Zoe\t7C";
    assert_eq!(kinds(numbered), ["class-list"]);
    let csv = "Surname,Forename,Form\nSmith,Amy,7B\nONeill,Ben,7B\nBrown,Chloe,7A\nPatel,Dev,7A\nDyke,Zoe,7C\n";
    assert_eq!(kinds(csv), ["class-list"]);
    none(&[
        "Fish Fingers\nJacket Potato\nApple Crumble\nChicken Curry\nRoast Beef\nIce Cream",
        "Amy Smith\nBen O'Neill\nChloe Brown\nDev Patel",
        "Period One\nPeriod Two\nPeriod Three\nPeriod Four\nPeriod Five\nPeriod Six",
        "Monday Maths\nTuesday English\nWednesday Science\nThursday Art\nFriday Games",
        "Amy went home\nBen stayed here\nChloe left early\nDev was ill\nZoe came late",
    ]);
}

#[test]
fn special_categories_stand_beside_a_person() {
    every(
        Kind::SpecialNeeds,
        &["Amy has an EHCP", "she is autistic", "the pupil is on the SEN register", "This student has ADHD."],
    );
    every(
        Kind::SpecialProtection,
        &["Ben is on a child protection plan", "the pupil has a social worker", "self-harm: she told me"],
    );
    every(Kind::SpecialHealth, &["Chloe carries an EpiPen", "the student is epileptic", "he attends CAMHS"]);
    every(Kind::SpecialMeals, &["Dev gets free school meals", "pupils on FSM"]);
    every(
        Kind::SpecialBehaviour,
        &["Amy was permanently excluded", "the pupil is in isolation", "this student was suspended"],
    );
    none(&[
        "The EHCP deadline is Friday",
        "send it to the office",
        "an asthma policy",
        "a medical in town",
        "the ship was in isolation",
        "Exclusion zones and suspension bridges",
        "I had a detention of goods",
        "SEN budget 2024",
        "he was suspended in the air",
        "behaviour of gases",
        "attendance at the concert",
    ]);
}

#[test]
fn offensive_terms_and_what_only_looks_like_them() {
    every(Kind::OffensiveObscene, &["this is fucking ridiculous", "What a load of shit"]);
    every(Kind::OffensiveDisability, &["you are all retards"]);
    every(Kind::OffensiveThreat, &["I'll kill you"]);
    every(
        Kind::OffensiveQuoted,
        &[
            "He shouted \"fuck off\" at staff",
            "the pupil called another a retard",
            "racist incident: used the N word nigger",
            "“fuck” was written",
        ],
    );
    none(&[
        "Scunthorpe",
        "Middlesex",
        "Hancock",
        "Dick Turpin",
        "Mr Hitchcock and Mrs Cummings",
        "gay pride",
        "the gay couple",
        "a gay student",
        "Penistone",
        "Lightwater",
        "Essex and Sussex",
        "cockerel",
        "shiitake mushrooms",
        "assassin",
        "classic",
        "Moby-Dick",
        "a chink of light",
        "faggots and peas",
        "spick and span",
        "The Dambusters' dog",
        "niggardly",
        "titmouse",
        "analysis",
        "therapist",
        "snigger",
        "Virginia",
        "Arsenal",
    ]);
}

#[test]
fn the_school_and_its_staff() {
    let names = ["St Mary's Church of England School".to_owned(), "St Mary's School".to_owned(), "Oakfield".to_owned()];
    let around = Around { school: &names, roster: None };
    let text = "Come to St. Mary’s School or OAKFIELD; St Mary's Church of England School";
    assert_eq!(
        seen_around(text, &around),
        ["school-name:St. Mary’s School", "school-name:OAKFIELD", "school-name:St Mary's Church of England School"]
    );
    assert_eq!(seen_around("St Mary's Church. School starts at Oak Field", &around), Vec::<String>::new());
    every(Kind::StaffTitle, &["the Deputy Head said", "Headteacher", "ask the SENCO"]);
}

#[test]
fn listed_names_as_people_write_them() {
    let roster = crate::rules::testing::roster(
        "tudhoe",
        &[
            "pupil,current,Amy,O'Neill",
            "parent,current,Samuel,van der Berg",
            "staff,current,Zoë,Smith-Jones",
            "pupil,current,Grace,Hope",
        ],
    );
    let around = Around { school: &[], roster: Some(&roster) };
    assert_eq!(
        seen_around("Amy O’Neill, amy oneill and O'Neill, Amy", &around),
        ["pupil-name:Amy O’Neill", "pupil-name:amy oneill", "pupil-name:O'Neill, Amy",]
    );
    assert_eq!(
        seen_around("Sam van der Berg met Zoe Smith-Jones.", &around),
        ["parent-name:Sam van der Berg", "staff-name:Zoe Smith-Jones",]
    );
    // Ordinary English, and two sentences.
    assert_eq!(
        seen_around("By grace hope remains. Grace Hope. I saw Amy. O'Neill was out.", &around),
        Vec::<String>::new()
    );
    assert_eq!(
        seen_around("amy oneill was excluded", &around),
        ["pupil-name:amy oneill", "special-behaviour:excluded"]
    );
}

#[test]
fn listed_names_in_a_long_text_are_those_with_capitals() {
    let roster = crate::rules::testing::roster(
        "tudhoe",
        &["pupil,current,Amy,O'Neill", "parent,current,Samuel,van der Berg", "staff,current,Zoë,Smith-Jones"],
    );
    let around = Around { school: &[], roster: Some(&roster) };
    let filler = "The bell goes at nine and they are in the hall by ten. ".repeat(700);
    let text =
        format!("Amy O’Neill. {filler}Sam van der Berg met Zoe Smith-Jones, and O'Neill, Amy. amy oneill {filler}Amy");
    assert!(text.len() > 64 * 1024);
    assert_eq!(
        seen_around(&text, &around),
        [
            "pupil-name:Amy O’Neill",
            "parent-name:Sam van der Berg",
            "staff-name:Zoe Smith-Jones",
            "pupil-name:O'Neill, Amy"
        ]
    );
}

#[test]
fn nothing_and_odd_texts() {
    none(&["", " ", "\n\n\n", "\u{feff}", "\u{0}", "’’’", "“”", "@", "+", "-----", "0", "()", "e\u{301}"]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn hits_lie_in_the_text_on_borders_in_order(text in any_text()) {
        let found = scan(&text, &Around::default());
        let mut last = 0;
        for hit in &found.hits {
            prop_assert!(text.get(hit.from..hit.to).is_some_and(|part| !part.is_empty()), "{hit:?}");
            prop_assert!(hit.from >= last);
            last = hit.from;
        }
        prop_assert_eq!(found.counts().map(|(_, count)| count).sum::<usize>(), found.hits.len());
        prop_assert_eq!(&scan(&text, &Around::default()), &found);
        let units: Vec<u16> = text.encode_utf16().collect();
        for (hit, (from, to)) in found.hits.iter().zip(utf16(&text, &found.hits)) {
            let seen = String::from_utf16_lossy(&units[from..to]);
            prop_assert_eq!(Some(seen.as_str()), text.get(hit.from..hit.to));
        }
    }
}

/// Pieces that recognisers begin with, among anything.
fn any_text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("07700 900123".to_owned()),
        Just("password is ".to_owned()),
        Just("Amy Smith\n".to_owned()),
        Just("+44 (0)".to_owned()),
        Just("GB29 ".to_owned()),
        Just("“fuck”".to_owned()),
        Just("a@b.example".to_owned()),
        Just("sort code 20-00-00".to_owned()),
        Just("AB12 CDE eyJ".to_owned()),
        Just("-----BEGIN PRIVATE KEY-----".to_owned()),
        Just("’".to_owned()),
        "[0-9 ().-]{0,12}",
        "[A-Z]{1,3}[0-9]{0,9}[A-Z]?",
        "\\PC{0,6}",
        any::<char>().prop_map(String::from),
    ];
    proptest::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}
