//! The computer that the register runs on, and its log.

use std::fs::{self, File};
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use nix::sys::statvfs::statvfs;

use crate::device::list;

/// Days of log, the newest, that are shown.
const DAYS: usize = 3;
/// As much of a day's log, its end, that is shown.
const MOST_OF_A_DAY: u64 = 512 * 1024;

/// The system, the disk and the devices.
pub(super) fn described(directory: &Path) -> String {
    let mut lines = vec![
        format!("system: {}", system_name()),
        format!("kernel: {}", first_line("/proc/version")),
        format!("architecture: {}", std::env::consts::ARCH),
        format!("memory: {}", first_line("/proc/meminfo")),
        format!("display: {}", display()),
        format!("room in the data folder: {}", room(directory)),
    ];
    match list::ports(&[]) {
        Ok(ports) => lines.extend(ports.iter().map(|port| format!("port: {port:?}"))),
        Err(error) => lines.push(super::in_full(&error)),
    }
    lines.extend(files(directory));
    lines.join("\n")
}

fn first_line(path: &str) -> String {
    match fs::read_to_string(path) {
        Ok(text) => text.lines().next().unwrap_or_default().to_owned(),
        Err(error) => error.to_string(),
    }
}

fn system_name() -> String {
    let text = fs::read_to_string("/etc/os-release").unwrap_or_default();
    let name = text.lines().find_map(|line| line.strip_prefix("PRETTY_NAME="));
    name.unwrap_or("unknown").trim_matches('"').to_owned()
}

fn display() -> &'static str {
    let has = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    match (has("WAYLAND_DISPLAY"), has("DISPLAY")) {
        (true, _) => "Wayland",
        (false, true) => "X11",
        (false, false) => "none",
    }
}

fn room(directory: &Path) -> String {
    match statvfs(directory) {
        Ok(found) => {
            let free = found.blocks_available() * found.fragment_size();
            format!("{} MB", free / 1_000_000)
        }
        Err(error) => error.to_string(),
    }
}

/// The files of the data folder by name and size.
fn files(directory: &Path) -> Vec<String> {
    let Ok(entries) = fs::read_dir(directory) else { return Vec::new() };
    let described = |entry: fs::DirEntry| {
        let size = entry.metadata().map_or(0, |file| file.len());
        format!("file: {} ({size} bytes)", entry.file_name().to_string_lossy())
    };
    let mut files: Vec<_> = entries.flatten().map(described).collect();
    files.sort();
    files
}

/// The ends of the newest days' logs, in which faults of the program stand as well.
pub(super) fn log(directory: &Path) -> String {
    let folder = directory.join("log");
    let mut days: Vec<PathBuf> = match fs::read_dir(&folder) {
        Ok(entries) => entries.flatten().map(|entry| entry.path()).collect(),
        Err(error) => return error.to_string(),
    };
    days.retain(|path| path.extension().is_some_and(|kind| kind == "log"));
    days.sort();
    let newest = days.iter().rev().take(DAYS).rev();
    let shown = newest.map(|path| {
        let text = end_of(path).unwrap_or_else(|error| error.to_string());
        format!("-- {} --\n{text}", path.file_name().unwrap_or_default().to_string_lossy())
    });
    shown.collect::<Vec<_>>().join("\n")
}

fn end_of(path: &Path) -> io::Result<String> {
    let mut file = File::open(path)?;
    let length = file.metadata()?.len();
    let _at = file.seek(SeekFrom::Start(length.saturating_sub(MOST_OF_A_DAY)))?;
    let mut bytes = Vec::new();
    let _count = file.take(MOST_OF_A_DAY).read_to_end(&mut bytes)?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}
