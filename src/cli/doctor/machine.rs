//! The machine: data folder, room on the disk, time zone, display.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::Path;

use jiff::tz::TimeZone;
use nix::sys::statvfs::{FsFlags, statvfs};
use nix::unistd::{AccessFlags, eaccess, geteuid};

use super::super::window;
use super::{Outcome, Report};

/// Megabytes at which somebody should make room, and at which a day's sales may not fit any more.
const LITTLE_ROOM: (u64, u64) = (500, 50);

pub(super) fn check(directory: &Path, report: &mut Report<'_>) {
    folder(directory, report);
    room(directory, report);
    zone(report);
    match window::need_a_display() {
        Ok(()) => report.add("display", Outcome::Ok, "doctor-display", &[]),
        Err(_) => report.add("display", Outcome::Warning, "doctor-no-display", &[]),
    }
}

fn folder(directory: &Path, report: &mut Report<'_>) {
    const CHECK: &str = "data_folder";
    let path = directory.display().to_string();
    let values = [("path", path.as_str().into())];
    let all = AccessFlags::R_OK | AccessFlags::W_OK | AccessFlags::X_OK;
    let (result, key) = match fs::metadata(directory) {
        Err(_) => (Outcome::Trouble, "doctor-folder-missing"),
        Ok(found) if !found.is_dir() => (Outcome::Trouble, "doctor-folder-missing"),
        Ok(_) if eaccess(directory, all).is_err() => (Outcome::Trouble, "doctor-folder-forbidden"),
        Ok(found) if found.mode() & 0o077 != 0 => (Outcome::Trouble, "doctor-folder-open"),
        Ok(found) if found.uid() != geteuid().as_raw() => {
            (Outcome::Warning, "doctor-folder-of-another")
        }
        Ok(_) => (Outcome::Ok, "doctor-folder"),
    };
    report.add(CHECK, result, key, &values);
}

fn room(directory: &Path, report: &mut Report<'_>) {
    const CHECK: &str = "disk";
    let Ok(found) = statvfs(directory) else {
        return report.add(CHECK, Outcome::Skipped, "doctor-disk-unknown", &[]);
    };
    if found.flags().contains(FsFlags::ST_RDONLY) {
        return report.add(CHECK, Outcome::Trouble, "doctor-disk-read-only", &[]);
    }
    let free = found.blocks_available() * found.fragment_size() / 1_000_000;
    let (little, least) = LITTLE_ROOM;
    let (result, key) = match free {
        free if free < least => (Outcome::Trouble, "doctor-disk-full"),
        free if free < little => (Outcome::Warning, "doctor-disk-little"),
        _ => (Outcome::Ok, "doctor-disk"),
    };
    report.add(CHECK, result, key, &[("megabytes", (free as i64).into())]);
}

/// Receipts carry the time of the zone: a machine without one would print the wrong hour.
fn zone(report: &mut Report<'_>) {
    let zone = TimeZone::system();
    let (result, key) = match zone.iana_name() {
        None | Some("Etc/Unknown") => (Outcome::Trouble, "doctor-zone-unknown"),
        Some("UTC" | "Etc/UTC") => (Outcome::Warning, "doctor-zone-utc"),
        Some(_) => (Outcome::Ok, "doctor-zone"),
    };
    let name = zone.iana_name().unwrap_or_default();
    report.add("time_zone", result, key, &[("zone", name.into())]);
}
