//! Which part of a file is asked for.
//!
//! In: the Range header and the length. Out: [`Part`]. Several ranges, and other units than bytes, are answered with the
//! whole, as RFC 9110 allows. It never reads the file.

/// The part to send.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Part {
    Whole,
    /// This many bytes from here on.
    Slice {
        from: u64,
        length: u64,
    },
    /// The range begins beyond the end.
    Beyond,
}

pub(super) fn part(header: Option<&str>, length: u64) -> Part {
    let range = header.and_then(|header| header.strip_prefix("bytes=")).and_then(|range| range.split_once('-'));
    let number = |digits: &str| digits.bytes().all(|digit| digit.is_ascii_digit()).then(|| digits.parse::<u64>().ok())?;
    let (from, to) = match range {
        // The last so many bytes.
        Some(("", last)) => match number(last) {
            Some(last) => (length.saturating_sub(last), u64::MAX),
            None => return Part::Whole,
        },
        Some((from, "")) => match number(from) {
            Some(from) => (from, u64::MAX),
            None => return Part::Whole,
        },
        Some((from, to)) => match (number(from), number(to)) {
            (Some(from), Some(to)) if from <= to => (from, to),
            (_, _) => return Part::Whole,
        },
        None => return Part::Whole,
    };
    if from >= length { Part::Beyond } else { Part::Slice { from, length: to.min(length - 1) - from + 1 } }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_cut_to_the_file() {
        let slice = |from, length| Part::Slice { from, length };
        for (header, wanted) in [
            ("bytes=0-0", slice(0, 1)),
            ("bytes=0-99", slice(0, 100)),
            ("bytes=10-", slice(10, 90)),
            ("bytes=90-1000", slice(90, 10)),
            ("bytes=-10", slice(90, 10)),
            ("bytes=-1000", slice(0, 100)),
            ("bytes=0-18446744073709551615", slice(0, 100)),
            ("bytes=100-", Part::Beyond),
            ("bytes=-0", Part::Beyond),
            ("bytes=200-300", Part::Beyond),
        ] {
            assert_eq!(part(Some(header), 100), wanted, "{header}");
        }
        for header in [
            "",
            "bytes",
            "bytes=",
            "bytes=-",
            "bytes=a-b",
            "bytes=5-4",
            "bytes=0-1,3-4",
            "bytes=+1-2",
            "lines=1-2",
            "bytes=99999999999999999999-",
        ] {
            assert_eq!(part(Some(header), 100), Part::Whole, "{header}");
        }
        assert_eq!(part(None, 100), Part::Whole);
        assert_eq!(part(Some("bytes=0-"), 0), Part::Beyond);
    }
}
