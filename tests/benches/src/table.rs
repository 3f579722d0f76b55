//! The table of what was measured, in Markdown, and whether it is far from its goals.

use std::fmt;

/// What a row says in the end.
#[derive(Clone, Copy)]
pub(crate) enum Figure {
    /// How many times as long, or as much.
    Times(f64),
    /// How many nanoseconds more.
    Nanoseconds(f64),
    /// A number of something.
    Count(f64, &'static str),
    /// There were not two processors to measure it with.
    None,
}

impl Figure {
    fn value(self) -> f64 {
        match self {
            Self::Times(value) | Self::Nanoseconds(value) | Self::Count(value, _) => value,
            Self::None => f64::NAN,
        }
    }

    /// The same with another value.
    fn with(self, value: f64) -> Self {
        match self {
            Self::Times(_) => Self::Times(value),
            Self::Nanoseconds(_) => Self::Nanoseconds(value),
            Self::Count(_, unit) => Self::Count(value, unit),
            Self::None => Self::None,
        }
    }
}

impl fmt::Display for Figure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Times(value) => write!(f, "{value:.2} ×"),
            Self::Nanoseconds(value) => write!(f, "{value:+.1} ns"),
            Self::Count(value, unit) => write!(f, "{value:.0} {unit}"),
            Self::None => f.write_str("–"),
        }
    }
}

/// One row.
pub(crate) struct Row {
    /// What was done.
    pub(crate) what: String,
    /// What stands in the columns between.
    pub(crate) cells: Vec<String>,
    /// How it compares.
    pub(crate) figure: Figure,
    /// What it should be at most.
    pub(crate) goal: f64,
    /// What a quick run finds fault with: a ratio that is far more than it ever was.
    pub(crate) limit: f64,
}

impl Row {
    pub(crate) fn new(what: impl Into<String>, cells: Vec<String>, figure: Figure, goal: f64) -> Self {
        Self { what: what.into(), cells, figure, goal, limit: goal * 4.0 }
    }
}

/// All rows.
pub(crate) struct Table {
    pub(crate) columns: &'static [&'static str],
    pub(crate) rows: Vec<Row>,
    /// What is said below it.
    pub(crate) notes: Vec<String>,
}

impl Table {
    /// Fails where a ratio is far above its goal. A time is no ratio: nothing is said of it.
    pub(crate) fn check(&self) {
        let ratios = self.rows.iter().filter(|row| matches!(row.figure, Figure::Times(_)));
        let far = ratios.filter(|row| row.figure.value() > row.limit);
        let far: Vec<_> = far.map(|row| format!("{}: {}, {} at most", row.what, row.figure, row.limit)).collect();
        assert!(far.is_empty(), "far above the goal:\n{}", far.join("\n"));
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "| | {} | | goal |", self.columns.join(" | "))?;
        writeln!(f, "|---|{}---|---|", "---|".repeat(self.columns.len()))?;
        for Row { what, cells, figure, goal, .. } in &self.rows {
            let is_above = figure.value() > *goal;
            let mark = if is_above { " **above**" } else { "" };
            writeln!(f, "| {what} | {} | {figure} | ≤ {}{mark} |", cells.join(" | "), figure.with(*goal))?;
        }
        self.notes.iter().try_for_each(|note| writeln!(f, "\n{note}"))
    }
}
