//! `cargo run --release -p lanyard-bench-roster [TEXT…]`: the roster natively. The texts are what
//! is searched, put together of which 200 KB are taken.

use std::time::{Duration, Instant};

use lanyard_bench_roster::{classes, displayed, files, names_in, open, school, strangers, words};

fn main() {
    let mut text: String =
        std::env::args().skip(1).map(|file| std::fs::read_to_string(file).unwrap_or_default()).collect();
    // Short, and many times: on a machine with other work only a short run is ever left alone.
    let end = (0..=text.len().min(200_000)).rev().find(|at| text.is_char_boundary(*at)).unwrap_or_default();
    text.truncate(end);
    for people in [1_500, 100_000] {
        let (builder, adding) = timed(|| school(people));
        let (files, finishing) = timed(|| files(&builder));
        let (roster, opening) = timed(|| open(&files));
        let per_person = files.entries as f64 / people as f64;
        println!(
            "{people} people: {} entries ({per_person:.2} each), {} bytes, {} as text",
            files.entries,
            files.table.len(),
            files.text().len()
        );
        println!("  built in {:.2} s, opened in {:.1} ms", (adding + finishing).as_secs_f64(), ms(opening));

        let pairs = 20_000_000;
        let (found, spent) = timed(|| strangers(&roster, pairs, 11));
        println!(
            "  {pairs} pairs of strangers: {found} found; {:.1} million a second",
            pairs as f64 / spent.as_secs_f64() / 1e6
        );
        let names = 200_000;
        let (found, spent) = timed(|| displayed(&roster, names));
        println!(
            "  {names} displayed names of three words: {found} found; {:.2} µs each",
            ms(spent) * 1000.0 / f64::from(names)
        );
        if text.is_empty() {
            continue;
        }
        let class = best(|| classes(&text));
        let tokens = best(|| {
            words(&text, |gap, word| {
                std::hint::black_box((gap, word));
            }) as u64
        });
        let searched = best(|| names_in(&roster, &text) as u64);
        let per_mb = |spent: Duration| ms(spent) * 1e6 / text.len() as f64;
        println!(
            "  text: class pass {:.2} ms/MB, words {:.2}, names {:.2}; names ÷ class pass {:.1}; {} words, {} names",
            per_mb(class),
            per_mb(tokens),
            per_mb(searched),
            searched.as_secs_f64() / class.as_secs_f64(),
            words(&text, |_, _| {}),
            names_in(&roster, &text)
        );
    }
}

fn timed<T>(what: impl FnOnce() -> T) -> (T, Duration) {
    let from = Instant::now();
    let done = what();
    (done, from.elapsed())
}

/// The shortest of many: what others do on the machine only adds.
fn best(what: impl Fn() -> u64) -> Duration {
    let times = (0..200).map(|_| timed(|| std::hint::black_box(what())).1);
    times.min().unwrap_or_default()
}

fn ms(spent: Duration) -> f64 {
    spent.as_secs_f64() * 1000.0
}
