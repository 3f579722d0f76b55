//! Which places of an answer are written: a set that needs no memory for the first 64. The answer
//! itself is in `answers.rs`.

/// A set of places.
#[derive(Default)]
pub(crate) struct Places {
    first: u64,
    rest: Vec<u64>,
}

impl Places {
    pub(crate) fn of(count: usize) -> Self {
        let rest = count.saturating_sub(64).div_ceil(64);
        Self { first: 0, rest: if rest == 0 { Vec::new() } else { vec![0; rest] } }
    }

    #[inline]
    pub(crate) fn has(&self, place: usize) -> bool {
        let word = match place.checked_sub(64) {
            None => self.first,
            Some(place) => self.rest.get(place / 64).copied().unwrap_or(0),
        };
        word >> (place % 64) & 1 != 0
    }

    #[inline]
    pub(crate) fn add(&mut self, place: usize) {
        let word = match place.checked_sub(64) {
            None => &mut self.first,
            Some(place) => match self.rest.get_mut(place / 64) {
                Some(word) => word,
                None => return,
            },
        };
        *word |= 1 << (place % 64);
    }
}
