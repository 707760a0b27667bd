//! Letters without their marks.
//!
//! Unicode's own tables weigh 60 KB in Wasm, an eighth of what the core may; names need the
//! alphabets that people in British schools are written in. A test compares these with Unicode's.

/// A letter and the small letters that are it with marks, or another form of it.
const FORMS: &[(char, &str)] = &[
    ('a', "ªàáâãäåāăąǎǟǡǻȁȃȧᴬᵃḁạảấầẩẫậắằẳẵặ"),
    ('b', "ᴮᵇḃḅḇ"),
    ('c', "çćĉċčᶜḉ"),
    ('d', "ďᴰᵈḋḍḏḑḓ"),
    ('e', "èéêëēĕėęěȅȇȩᴱᵉḕḗḙḛḝẹẻẽếềểễệ"),
    ('f', "ᶠḟ"),
    ('g', "ĝğġģǧǵᴳᵍḡ"),
    ('h', "ĥȟʰᴴḣḥḧḩḫẖ"),
    ('i', "ìíîïĩīĭįǐȉȋᴵᵢḭḯỉị"),
    ('j', "ĵǰʲᴶ"),
    ('k', "ķǩᴷᵏḱḳḵ"),
    ('l', "ĺļľˡᴸḷḹḻḽ"),
    ('m', "ᴹᵐḿṁṃ"),
    ('n', "ñńņňǹᴺṅṇṉṋ"),
    ('o', "ºòóôõöōŏőơǒǫǭȍȏȫȭȯȱᴼᵒṍṏṑṓọỏốồổỗộớờởỡợ"),
    ('p', "ᴾᵖṕṗ"),
    ('r', "ŕŗřȑȓʳᴿᵣṙṛṝṟ"),
    ('s', "śŝşšſșˢṡṣṥṧṩẛ"),
    ('t', "ţťțᵀᵗṫṭṯṱẗ"),
    ('u', "ùúûüũūŭůűųưǔǖǘǚǜȕȗᵁᵘᵤṳṵṷṹṻụủứừửữự"),
    ('v', "ᵛᵥṽṿ"),
    ('w', "ŵʷᵂẁẃẅẇẉẘ"),
    ('x', "ˣẋẍ"),
    ('y', "ýÿŷȳʸẏẙỳỵỷỹ"),
    ('z', "źżžᶻẑẓẕ"),
    ('æ', "ǣǽᴭ"),
    ('ø', "ǿ"),
    ('ʒ', "ǯ"),
    ('α', "άἀἁἂἃἄἅἆἇὰάᾀᾁᾂᾃᾄᾅᾆᾇᾰᾱᾲᾳᾴᾶᾷ"),
    ('β', "ϐᵝᵦ"),
    ('γ', "ᵞᵧ"),
    ('δ', "ᵟ"),
    ('ε', "έϵἐἑἒἓἔἕὲέ"),
    ('η', "ήἠἡἢἣἤἥἦἧὴήᾐᾑᾒᾓᾔᾕᾖᾗῂῃῄῆῇ"),
    ('θ', "ϑᶿ"),
    ('ι', "ΐίϊἰἱἲἳἴἵἶἷὶίιῐῑῒΐῖῗ"),
    ('κ', "ϰ"),
    ('μ', "µ"),
    ('ο', "όὀὁὂὃὄὅὸό"),
    ('π', "ϖ"),
    ('ρ', "ϱᵨῤῥ"),
    ('σ', "ϲς"),
    ('υ', "ΰϋύϒϓϔὐὑὒὓὔὕὖὗὺύῠῡῢΰῦῧ"),
    ('φ', "ϕᵠᵩ"),
    ('χ', "ᵡᵪ"),
    ('ω', "ώὠὡὢὣὤὥὦὧὼώᾠᾡᾢᾣᾤᾥᾦᾧῲῳῴῶῷ"),
    ('а', "ӑӓ"),
    ('г', "ѓ"),
    ('е', "ѐёӗ"),
    ('ж', "ӂӝ"),
    ('з', "ӟ"),
    ('и', "йѝӣӥ"),
    ('к', "ќ"),
    ('н', "ᵸ"),
    ('о', "ӧ"),
    ('у', "ўӯӱӳ"),
    ('ч', "ӵ"),
    ('ы', "ӹ"),
    ('э', "ӭ"),
    ('і', "ї"),
    ('ѵ', "ѷ"),
    ('ә', "ӛ"),
    ('ө', "ӫ"),
    ('ا', "آأإ"),
    ('و', "ؤ"),
    ('ي', "ئ"),
    ('ہ', "ۂ"),
    ('ے', "ۓ"),
    ('ە', "ۀ"),
];

/// The letters of the styled alphabets that some people write their names in, in the order of
/// U+1D400; then their digits.
const STYLED: std::ops::RangeInclusive<u32> = 0x1d400..=0x1d6a3;
const STYLED_DIGITS: std::ops::RangeInclusive<u32> = 0x1d7ce..=0x1d7ff;

/// Styled letters that had a place of their own before.
const ELSEWHERE: &[(char, &str)] = &[
    ('b', "ℬ"),
    ('c', "ℂℭ"),
    ('e', "ℯℰ"),
    ('f', "ℱ"),
    ('g', "ℊ"),
    ('h', "ℋℌℍℎℏ"),
    ('i', "ℐℑ"),
    ('l', "ℒℓ"),
    ('m', "ℳ"),
    ('n', "ℕ"),
    ('o', "ℴ"),
    ('p', "ℙ"),
    ('q', "ℚ"),
    ('r', "ℛℜℝ"),
    ('z', "ℤℨ"),
];

/// A letter of a styled, full-width or circled alphabet as the plain small letter; others as they are.
pub(super) fn plain(letter: char) -> char {
    let code = u32::from(letter);
    let (first, offset) = match code {
        0xff01..=0xff5e => return char::from_u32(code - 0xfee0).unwrap_or(letter),
        _ if STYLED.contains(&code) => ('a', (code - STYLED.start()) % 26),
        _ if STYLED_DIGITS.contains(&code) => ('0', (code - STYLED_DIGITS.start()) % 10),
        0x24b6..=0x24e9 => ('a', (code - 0x24b6) % 26),
        0x2102..=0x2134 => return form(letter, ELSEWHERE),
        _ => return letter,
    };
    char::from_u32(u32::from(first) + offset).unwrap_or(letter)
}

/// A small letter without its marks.
pub(super) fn bare(letter: char) -> char {
    if letter.is_ascii() { letter } else { form(letter, FORMS) }
}

fn form(letter: char, table: &[(char, &str)]) -> char {
    table.iter().find(|(_, forms)| forms.contains(letter)).map_or(letter, |(base, _)| *base)
}
