//! E-mail addresses.

/// The address around the `@` at this byte: its first byte and the byte after its last.
pub(super) fn around(bytes: &[u8], at: usize) -> Option<(usize, usize)> {
    let before = bytes.get(..at)?.iter().rev().take(64).take_while(|byte| is_local(**byte)).count();
    let local = bytes.get(at - before..at)?;
    let dots = local.iter().take_while(|byte| matches!(byte, b'.' | b'\'' | b'-')).count();
    let from = at - before + dots;
    let after = bytes.get(at + 1..)?.iter().take(255).take_while(|byte| is_domain(**byte)).count();
    let domain = bytes.get(at + 1..at + 1 + after)?;
    let tail = domain.iter().rev().take_while(|byte| matches!(byte, b'.' | b'-')).count();
    let domain = domain.get(..after - tail)?;
    let top = domain.rsplit(|byte| *byte == b'.').next()?;
    let labels = domain.split(|byte| *byte == b'.').all(|label| !label.is_empty());
    let named = top.len() >= 2 && top.iter().all(u8::is_ascii_alphabetic) && domain.contains(&b'.');
    (from < at && labels && named).then_some((from, at + 1 + domain.len()))
}

fn is_local(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'%' | b'+' | b'-' | b'\'')
}

fn is_domain(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-')
}
