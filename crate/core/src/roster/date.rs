//! Days of the Gregorian calendar. The core has no clock and no time zone database; this is
//! the little arithmetic that a roster needs.

/// A day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    year: i32,
    month: u8,
    day: u8,
}

impl Date {
    /// The day, if there is one.
    #[must_use]
    pub fn new(year: i32, month: u8, day: u8) -> Option<Self> {
        let date = Self { year, month, day };
        (matches!(month, 1..=12)
            && matches!(day, 1..=31)
            && (0..=9999).contains(&year)
            && Self::from_days(date.days()) == date)
            .then_some(date)
    }

    /// Reads `YYYY-MM-DD`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('-');
        let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
        if parts.next().is_some() || (year.len(), month.len(), day.len()) != (4, 2, 2) {
            return None;
        }
        let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if !(digits(year) && digits(month) && digits(day)) {
            return None;
        }
        Self::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
    }

    /// The day of an instant, in UTC.
    #[must_use]
    pub fn of_ms(ms: i64) -> Self {
        Self::from_days(ms.div_euclid(super::DAY_MS))
    }

    /// Year.
    #[must_use]
    pub fn year(self) -> i32 {
        self.year
    }

    /// Month, from 1.
    #[must_use]
    pub fn month(self) -> u8 {
        self.month
    }

    /// Day of the month, from 1.
    #[must_use]
    pub fn day(self) -> u8 {
        self.day
    }

    /// Days since 1970-01-01.
    #[must_use]
    pub fn days(self) -> i64 {
        let year = i64::from(self.year) - i64::from(self.month <= 2);
        let era = year.div_euclid(400);
        let of_era = year.rem_euclid(400);
        let of_year = (153 * ((i64::from(self.month) + 9) % 12) + 2) / 5 + i64::from(self.day) - 1;
        era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
    }

    /// The day that is so many days later.
    #[must_use]
    pub fn plus_days(self, days: i64) -> Self {
        Self::from_days(self.days().saturating_add(days))
    }

    pub(super) fn months(self) -> i64 {
        months(self.year, self.month)
    }

    /// After Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms". Days far out of any
    /// calendar come back as its ends.
    fn from_days(days: i64) -> Self {
        let days = days.clamp(-719_528, 2_932_896) + 719_468;
        let era = days.div_euclid(146_097);
        let of_era = days.rem_euclid(146_097);
        let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let shifted = (5 * of_year + 2) / 153;
        let day = of_year - (153 * shifted + 2) / 5 + 1;
        let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
        let year = year_of_era + era * 400 + i64::from(month <= 2);
        let small = |number: i64| u8::try_from(number).unwrap_or(1);
        Self { year: i32::try_from(year).unwrap_or(0), month: small(month), day: small(day) }
    }
}

impl std::fmt::Display for Date {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

/// Months since year 0.
pub(super) fn months(year: i32, month: u8) -> i64 {
    i64::from(year) * 12 + i64::from(month) - 1
}

pub(super) fn year_and_month(months: i64) -> (i32, u8) {
    (i32::try_from(months.div_euclid(12)).unwrap_or(0), u8::try_from(months.rem_euclid(12) + 1).unwrap_or(1))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn known_days() {
        assert_eq!(Date::new(1970, 1, 1).map(Date::days), Some(0));
        assert_eq!(Date::new(2000, 2, 29).map(Date::days), Some(11_016));
        assert_eq!(Date::new(1900, 2, 29), None);
        assert_eq!(Date::new(2026, 4, 31), None);
        assert_eq!(Date::of_ms(1_767_225_600_000).to_string(), "2026-01-01");
        assert_eq!(Date::of_ms(1_767_225_599_999).to_string(), "2025-12-31");
    }

    #[test]
    fn only_iso_is_read() {
        assert_eq!(Date::parse("2026-02-03"), Date::new(2026, 2, 3));
        for text in ["2026-2-3", "03/02/2026", "2026-02-30", "2026-02-03T00:00", "+026-02-03", "", "2026-02"] {
            assert_eq!(Date::parse(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn days_and_back(days in -719_528_i64..2_932_896) {
            let date = Date::from_days(days);
            prop_assert_eq!(date.days(), days);
            prop_assert_eq!(Date::parse(&date.to_string()), Some(date));
            prop_assert_eq!(date.plus_days(1).days(), days + 1);
        }

        #[test]
        fn months_and_back(months in 0_i64..120_000) {
            let (year, month) = year_and_month(months);
            prop_assert_eq!(super::months(year, month), months);
        }

        #[test]
        fn no_instant_is_too_much(ms: i64) {
            let _ = Date::of_ms(ms).plus_days(ms);
        }
    }
}
