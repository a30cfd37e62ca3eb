//! What the figures were taken on.

use std::path::Path;

/// Processor, cores and the file system of the data folders.
pub fn description(folder: &Path) -> String {
    let information = read("/proc/cpuinfo");
    let processor = information
        .lines()
        .find_map(|line| line.strip_prefix("model name")?.split_once(": "))
        .map_or("a processor", |(_, name)| name);
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    format!(
        "{processor}, cores: {cores}, data on {}, display: Xvfb 1024×768, software rendering",
        file_system(folder)
    )
}

/// The load average of one, five and fifteen minutes.
pub fn load() -> String {
    read("/proc/loadavg").split_whitespace().take(3).collect::<Vec<_>>().join(" ")
}

fn file_system(folder: &Path) -> String {
    let mounts = read("/proc/mounts");
    let places = mounts.lines().filter_map(|line| {
        let mut words = line.split(' ').skip(1);
        let place = words.next()?;
        folder.starts_with(place).then(|| (place.len(), words.next().unwrap_or_default()))
    });
    places.max_by_key(|(length, _)| *length).map_or("?", |(_, kind)| kind).to_owned()
}

fn read(path: &str) -> String {
    // Elsewhere than on Linux there is no such file, and nothing to be said.
    std::fs::read_to_string(path).unwrap_or_default()
}
