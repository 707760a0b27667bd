//! Payment cards (ISO/IEC 7812), sort codes with account numbers, and IBANs (ISO 13616).

use super::Kind;
use super::number::{Gap, Run};
use super::pass::Pass;
use super::vocabulary::Cue;

/// How the digits of a card stand on it.
const CARD_SHAPES: &[&[usize]] = &[
    &[4, 4, 4, 4],
    &[4, 4, 4, 4, 3],
    &[4, 4, 4, 4, 2],
    &[4, 4, 4, 4, 1],
    &[4, 6, 5],
    &[4, 6, 4],
    &[4, 4, 4, 3],
    &[4, 4, 4, 1],
    &[4, 4, 5],
    &[8, 8],
    &[6, 13],
];

/// A payment card: an issuer's first digits, a length that the issuer uses, and Luhn's check.
pub(super) fn card(pass: &mut Pass<'_>, run: &Run, at: usize) -> Option<usize> {
    let first = *run.group(at)?;
    let groups = if (13..=19).contains(&first.len()) {
        1
    } else {
        let fits = |shape: &&&[usize]| {
            matches!(run.shape(at, shape), Some(Gap::Space | Gap::Dash)) && is_card(run.digits(at, at + shape.len()))
        };
        CARD_SHAPES.iter().find(fits)?.len()
    };
    let digits = run.digits(at, at + groups);
    if !is_card(digits) || pass.glued(first.from) || pass.near(Cue::Reference, first.from, 14) {
        return None;
    }
    let last = *run.group(at + groups - 1)?;
    pass.add(Kind::Card, first.from, last.to);
    Some(groups)
}

fn is_card(digits: &[u8]) -> bool {
    issued(digits) && luhn(digits) && digits.iter().any(|digit| Some(digit) != digits.first())
}

/// First digits and lengths of the issuers whose cards are used in Britain.
fn issued(digits: &[u8]) -> bool {
    let prefix = |length: usize| digits.iter().take(length).fold(0_u32, |value, digit| value * 10 + u32::from(*digit));
    let (two, three, four) = (prefix(2), prefix(3), prefix(4));
    match digits.len() {
        16 if matches!(two, 51..=55) || matches!(four, 2221..=2720) => true,
        13 | 16 | 19 if two / 10 == 4 => true,
        15 => matches!(two, 34 | 37),
        14 if matches!(two, 36 | 38 | 39) || matches!(three, 300..=305) => true,
        16..=19 => {
            matches!(two, 62 | 65) || matches!(three, 644..=649) || four == 6011 || matches!(four, 3528..=3589)
                // Maestro, and the British cards that became it.
                || matches!(four, 5018 | 5020 | 5038 | 5893 | 6304 | 6759 | 6761..=6763 | 6767)
        }
        _ => false,
    }
}

fn luhn(digits: &[u8]) -> bool {
    let sum: u32 = digits
        .iter()
        .rev()
        .zip([false, true].into_iter().cycle())
        .map(|(digit, double)| {
            let digit = u32::from(*digit) * if double { 2 } else { 1 };
            if digit > 9 { digit - 9 } else { digit }
        })
        .sum();
    sum.is_multiple_of(10)
}

/// A sort code and an account number near each other, in either order.
pub(super) fn account(pass: &mut Pass<'_>, run: &Run, at: usize) -> Option<usize> {
    let first = *run.group(at)?;
    let sorted = pass.near(Cue::Sort, first.from, 25);
    let code = match run.shape(at, &[2, 2, 2]) {
        Some(Gap::Dash) => Some(3),
        Some(Gap::Space | Gap::Slash | Gap::Dot) if sorted => Some(3),
        _ if first.len() == 6 && sorted => Some(1),
        _ => None,
    };
    if let Some(groups) = code {
        let last = *run.group(at + groups - 1)?;
        if let Some((from, to)) = pass.bank_account.filter(|(_, to)| sorted && first.from.saturating_sub(*to) <= 60) {
            pass.bank_account = None;
            pass.add(Kind::BankAccount, from, last.to.max(to));
            return Some(groups);
        }
        pass.sort_code = Some((first.from, last.to));
        // A date may be written so too: it is taken only once an account follows.
        if run.group(at + groups).is_some_and(|next| next.len() == 8) || sorted {
            return Some(groups);
        }
        return None;
    }
    let groups = match first.len() {
        8 => 1,
        4 if run.shape(at, &[4, 4]) == Some(Gap::Space) && pass.near(Cue::Account, first.from, 20) => 2,
        _ => return None,
    };
    let last = *run.group(at + groups - 1)?;
    let named = pass.near(Cue::Account, first.from, 20);
    let Some((from, to)) = pass.sort_code.filter(|(_, to)| first.from.saturating_sub(*to) <= 60) else {
        if named {
            pass.bank_account = Some((first.from, last.to));
        }
        return None;
    };
    if named || sorted || pass.near(Cue::Sort, from, 25) || first.from - to <= 3 {
        pass.sort_code = None;
        pass.add(Kind::BankAccount, from, last.to);
        return Some(groups);
    }
    None
}

/// Countries of the register, with the length of their numbers.
const COUNTRIES: &[u8] = b"\
    AD24AE23AL28AT20AZ28BA20BE16BG22BH22BR29BY28CH21CR22CY28CZ24DE22DK18DO28EE20EG29\
    ES24FI18FO18FR27GB22GE22GI23GL18GR27GT28HR21HU28IE22IL23IQ23IS26IT27JO30KW30KZ20\
    LB28LC32LI21LT20LU20LV21LY25MC27MD24ME22MK19MR27MT31MU30NL18NO15PK24PL28PS29PT25\
    QA29RO24RS22SA24SC31SE24SI19SK24SM27ST25SV28TL23TN24TR26UA29VA22VG24XK20\
";

/// Where the IBAN that begins at `at` ends.
pub(super) fn iban(bytes: &[u8], at: usize) -> Option<usize> {
    let country = [bytes.get(at)?.to_ascii_uppercase(), bytes.get(at + 1)?.to_ascii_uppercase()];
    let length = length(country)?;
    let mut code = Vec::with_capacity(length);
    let mut next = at;
    while code.len() < length {
        let byte = *bytes.get(next)?;
        if byte.is_ascii_alphanumeric() {
            code.push(byte.to_ascii_uppercase());
        } else if !(matches!(byte, b' ' | b'-') && code.len() >= 2) {
            return None;
        }
        next += 1;
    }
    let ends = !bytes.get(next).is_some_and(u8::is_ascii_alphanumeric);
    (ends && remainder(&code) == 1).then_some(next)
}

fn length(country: [u8; 2]) -> Option<usize> {
    let entry = COUNTRIES.as_chunks::<4>().0.iter().find(|entry| entry.starts_with(&country))?;
    let [_, _, tens, ones] = entry;
    Some(usize::from(tens - b'0') * 10 + usize::from(ones - b'0'))
}

/// Modulus 97 of the number with its first four characters at the end and letters from 10.
fn remainder(code: &[u8]) -> u32 {
    let (head, tail) = code.split_at_checked(4).unwrap_or((code, &[]));
    tail.iter().chain(head).fold(0, |rest, byte| match byte {
        b'0'..=b'9' => (rest * 10 + u32::from(byte - b'0')) % 97,
        _ => (rest * 100 + u32::from(byte.wrapping_sub(b'A')) + 10) % 97,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_test_cards() {
        let digits = |text: &str| text.bytes().filter(u8::is_ascii_digit).map(|byte| byte - b'0').collect::<Vec<_>>();
        for valid in [
            "4111 1111 1111 1111",
            "4012888888881881",
            "5555555555554444",
            "2223003122003222",
            "378282246310005",
            "6011111111111117",
            "30569309025904",
            "3530111333300000",
            "4222222222222",
            "6759649826438453",
        ] {
            assert!(is_card(&digits(valid)), "{valid}");
        }
        for wrong in ["4111111111111112", "1234567812345670", "0000000000000000", "9999999999999995", "411111111111"] {
            assert!(!is_card(&digits(wrong)), "{wrong}");
        }
    }

    #[test]
    fn ibans_of_the_register() {
        for valid in [
            "GB29 NWBK 6016 1331 9268 19",
            "GB82WEST12345698765432",
            "DE89 3704 0044 0532 0130 00",
            "FR14 2004 1010 0505 0001 3M02 606",
            "NO93 8601 1117 947",
            "MT84 MALT 0110 0001 2345 MTLC AST0 01S",
            "ie29aibk93115212345678",
            "NL91-ABNA-0417-1643-00",
        ] {
            assert_eq!(iban(valid.as_bytes(), 0), Some(valid.len()), "{valid}");
        }
        for wrong in ["GB29 NWBK 6016 1331 9268 18", "GB29 NWBK", "XX82WEST12345698765432", "GB82WEST123456987654321"] {
            assert_eq!(iban(wrong.as_bytes(), 0), None, "{wrong}");
        }
    }
}
