//! Whether a port can be used, told from outside: by its file's rights, and by the locks that the
//! system lists. What only opening tells is not known here.

use std::fs::Metadata;
use std::os::unix::fs::MetadataExt;
use std::path::Path;

use nix::errno::Errno;
use nix::sys::stat::{major, minor};
use nix::unistd::{AccessFlags, Gid, Group, eaccess};

use super::PortKind;

/// Where the system lists the locks on files.
const LOCKS: &str = "/proc/locks";

/// Whether a port can be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Access {
    /// As far as known.
    Free,
    /// A program has it locked, perhaps this one.
    Taken,
    /// This user may not open it.
    Forbidden {
        /// The group that may, such as `dialout`.
        group: String,
    },
}

/// Whether a port can be used; nothing if it is not there.
pub fn access(path: &Path, kind: PortKind) -> Option<Access> {
    let metadata = std::fs::metadata(path).ok()?;
    Some(match eaccess(path, needed(kind)) {
        Err(Errno::EACCES | Errno::EPERM | Errno::EROFS) => {
            Access::Forbidden { group: group_that_may(path, kind) }
        }
        _ if is_locked(&metadata, &std::fs::read_to_string(LOCKS).unwrap_or_default()) => {
            Access::Taken
        }
        _ => Access::Free,
    })
}

/// What a device has to allow. A printer that cannot be read still prints.
fn needed(kind: PortKind) -> AccessFlags {
    match kind {
        PortKind::Serial => AccessFlags::R_OK | AccessFlags::W_OK,
        PortKind::PrinterFile => AccessFlags::W_OK,
    }
}

/// The group whose members may use a port. Where its file lets no group in, it is the usual one:
/// that is whom `packaging/70-kassa.rules` gives such ports to.
pub fn group_that_may(path: &Path, kind: PortKind) -> String {
    let (usual, bits) = match kind {
        PortKind::Serial => ("dialout", 0o060),
        PortKind::PrinterFile => ("lp", 0o020),
    };
    let group = std::fs::metadata(path)
        .ok()
        // Nobody should be told to join the administrator's group.
        .filter(|metadata| metadata.mode() & bits == bits && metadata.gid() != 0)
        .map(|metadata| match Group::from_gid(Gid::from_raw(metadata.gid())) {
            Ok(Some(group)) => group.name,
            _ => metadata.gid().to_string(),
        });
    group.unwrap_or_else(|| usual.to_owned())
}

/// Whether a program holds a lock on the file, as programs that use serial ports do.
fn is_locked(metadata: &Metadata, locks: &str) -> bool {
    let (device, file) = (metadata.dev(), metadata.ino());
    let wanted = format!("{:02x}:{:02x}:{file}", major(device), minor(device));
    // `1: FLOCK  ADVISORY  WRITE 4711 00:06:532 0 EOF`; a `->` after the number waits for one.
    let mut locks = locks.lines().map(str::split_whitespace);
    locks.any(|mut words| words.nth(1) == Some("FLOCK") && words.nth(3) == Some(&*wanted))
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    #[test]
    fn the_group_is_the_one_that_the_file_lets_in() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("port");
        std::fs::write(&path, "").unwrap();
        let allow = |mode| {
            std::fs::set_permissions(&path, std::fs::Permissions::from_mode(mode)).unwrap();
        };
        allow(0o600);
        assert_eq!(group_that_may(&path, PortKind::Serial), "dialout");
        assert_eq!(group_that_may(&path, PortKind::PrinterFile), "lp");
        allow(0o620);
        assert_eq!(group_that_may(&path, PortKind::Serial), "dialout", "reading is needed as well");
        allow(0o660);
        let gid = std::fs::metadata(&path).unwrap().gid();
        let own = Group::from_gid(Gid::from_raw(gid)).unwrap().unwrap().name;
        let expected = if gid == 0 { "dialout" } else { &own };
        assert_eq!(group_that_may(&path, PortKind::Serial), expected);
        assert_eq!(group_that_may(Path::new("/nonexistent"), PortKind::Serial), "dialout");
    }

    #[test]
    fn a_lock_is_seen_and_a_port_that_is_gone_is_not_there() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("port");
        std::fs::write(&path, "").unwrap();
        assert_eq!(access(&path, PortKind::Serial), Some(Access::Free));
        let file = std::fs::File::open(&path).unwrap();
        file.lock().unwrap();
        assert_eq!(access(&path, PortKind::Serial), Some(Access::Taken));
        drop(file);
        assert_eq!(access(&path, PortKind::Serial), Some(Access::Free));
        std::fs::remove_file(&path).unwrap();
        assert_eq!(access(&path, PortKind::Serial), None);
    }

    #[test]
    fn a_lock_of_another_file_is_none_of_this_one() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("port");
        std::fs::write(&path, "").unwrap();
        let metadata = std::fs::metadata(&path).unwrap();
        let (device, file) = (metadata.dev(), metadata.ino());
        let at = |file| format!("{:02x}:{:02x}:{file}", major(device), minor(device));
        for (line, locked) in [
            (format!("7: FLOCK  ADVISORY  WRITE 4711 {} 0 EOF\n", at(file)), true),
            (format!("7: FLOCK  ADVISORY  WRITE 4711 {} 0 EOF\n", at(file + 1)), false),
            (format!("7: POSIX  ADVISORY  WRITE 4711 {} 0 EOF\n", at(file)), false),
            ("nonsense\n".to_owned(), false),
        ] {
            assert_eq!(is_locked(&metadata, &line), locked, "{line}");
        }
    }
}
