//! Samples, what they come to, and the one table that shows them.

use std::fmt;
use std::time::{Duration, Instant};

/// What a figure counts.
#[derive(Debug, Clone, Copy)]
pub enum Unit {
    Seconds,
    Milliseconds,
    Microseconds,
    Percent,
    Megabytes,
    Times,
}

impl Unit {
    fn sign(self) -> &'static str {
        match self {
            Unit::Seconds => "s",
            Unit::Milliseconds => "ms",
            Unit::Microseconds => "µs",
            Unit::Percent => "%",
            Unit::Megabytes => "MB",
            Unit::Times => "×",
        }
    }

    /// A duration in this unit of time.
    fn of(self, duration: Duration) -> f64 {
        match self {
            Unit::Milliseconds => duration.as_secs_f64() * 1e3,
            Unit::Microseconds => duration.as_secs_f64() * 1e6,
            _ => duration.as_secs_f64(),
        }
    }
}

/// What a figure has to stay under.
#[derive(Debug, Clone, Copy)]
pub enum Limit {
    /// The median.
    Median(f64),
    /// The 99th percentile.
    P99(f64),
    /// It only explains another figure.
    None,
}

/// One row.
#[derive(Debug)]
struct Figure {
    name: String,
    unit: Unit,
    samples: Vec<f64>,
    limit: Limit,
}

impl Figure {
    /// By nearest rank: of fewer than a hundred samples the 99th percentile is the largest.
    fn percentile(&self, percent: usize) -> f64 {
        let rank = (self.samples.len() * percent).div_ceil(100).max(1);
        self.samples[rank - 1]
    }

    fn limit(&self) -> String {
        match self.limit {
            Limit::Median(limit) => format!("median < {}", self.shown(limit)),
            Limit::P99(limit) => format!("p99 < {}", self.shown(limit)),
            Limit::None => "–".to_owned(),
        }
    }

    fn held(&self) -> &'static str {
        let (measured, limit) = match self.limit {
            Limit::Median(limit) => (self.percentile(50), limit),
            Limit::P99(limit) => (self.percentile(99), limit),
            Limit::None => return "",
        };
        if measured < limit { "held" } else { "MISSED" }
    }

    fn shown(&self, value: f64) -> String {
        let decimals = match value.abs() {
            large if large >= 100.0 => 0,
            medium if medium >= 10.0 => 1,
            _ => 2,
        };
        format!("{value:.decimals$} {}", self.unit.sign())
    }
}

/// The table.
#[derive(Debug, Default)]
pub struct Table {
    figures: Vec<Figure>,
}

impl Table {
    /// Adds a figure. There must be a sample.
    pub fn add(&mut self, name: &str, unit: Unit, limit: Limit, mut samples: Vec<f64>) {
        assert!(!samples.is_empty(), "{name}: nothing was measured");
        samples.sort_by(f64::total_cmp);
        self.figures.push(Figure { name: name.to_owned(), unit, samples, limit });
    }

    /// The same for spans of time.
    pub fn add_times(&mut self, name: &str, unit: Unit, limit: Limit, samples: &[Duration]) {
        let samples = samples.iter().map(|sample| unit.of(*sample)).collect();
        self.add(name, unit, limit, samples);
    }
}

impl fmt::Display for Table {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let width =
            self.figures.iter().map(|figure| figure.name.chars().count()).max().unwrap_or(0);
        writeln!(
            formatter,
            "{:width$}  {:>5}  {:>10}  {:>10}  {:>16}",
            "figure", "runs", "median", "p99", "limit"
        )?;
        for figure in &self.figures {
            writeln!(
                formatter,
                "{:width$}  {:>5}  {:>10}  {:>10}  {:>16}  {}",
                figure.name,
                figure.samples.len(),
                figure.shown(figure.percentile(50)),
                figure.shown(figure.percentile(99)),
                figure.limit(),
                figure.held(),
            )?;
        }
        Ok(())
    }
}

/// How long something takes.
pub fn timed<T>(act: impl FnOnce() -> T) -> (T, Duration) {
    let began = Instant::now();
    let made = act();
    (made, began.elapsed())
}
