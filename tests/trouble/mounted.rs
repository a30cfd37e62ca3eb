//! The same on a real file system that is really full, and really read-only. It needs the right to mount one;
//! without it the test says so and leaves the matter to `disk_full`.

use std::fs;
use std::path::Path;
use std::process::Command;

use kassa::journal::{JournalError, OpenMode, Store, Verdict};

use crate::day::DAY;
use crate::folder;
use crate::support::Till;

const AGAIN: &str = "KASSA_TEST_MOUNTED";

#[test]
fn a_small_file_system_that_is_full_and_then_read_only() {
    if let Some(shop) = std::env::var_os(AGAIN) {
        return on_the_mounted(Path::new(&shop));
    }
    let shop = folder();
    let script = "mount -t tmpfs -o size=3m,mode=700 none \"$1\" || exit 77; \
                  exec \"$2\" --exact mounted::a_small_file_system_that_is_full_and_then_read_only";
    let output = Command::new("unshare")
        .args(["--mount", "sh", "-c", script, "sh"])
        .arg(shop.path())
        .arg(std::env::current_exe().unwrap())
        .env(AGAIN, shop.path())
        .output();
    let Ok(output) = output else {
        return crate::remark("there is no unshare: nothing is mounted");
    };
    let text = String::from_utf8_lossy(&output.stdout);
    if text.is_empty() {
        return crate::remark("mounting is not allowed here");
    }
    assert!(output.status.success() && text.contains("1 passed"), "{text}");
}

fn on_the_mounted(shop: &Path) {
    let mut till = Till::start(shop, OpenMode::Create);
    DAY[0].take(&mut till).unwrap();
    // The log grows until nothing is left.
    let ballast = shop.join("ballast");
    let filled = fs::write(&ballast, vec![0; 4 << 20]);
    assert!(filled.is_err());
    let mut steps = DAY[1..].iter();
    let refused = loop {
        let step = steps.as_slice().first().unwrap();
        match step.take(&mut till) {
            Ok(()) => _ = steps.next(),
            Err(error) => break error,
        }
    };
    assert!(matches!(refused, JournalError::DiskFull { .. }), "{refused:?}");
    fs::remove_file(&ballast).unwrap();
    steps.next().unwrap().take(&mut till).unwrap();

    let remount = |how: &str| {
        let done = Command::new("mount").args(["-o", how]).arg(shop).status().unwrap();
        assert!(done.success());
    };
    drop(till);
    remount("remount,ro");
    let refused = Store::open(shop, OpenMode::Existing).map(drop);
    assert!(matches!(refused, Err(JournalError::ReadOnly { .. })), "{refused:?}");
    remount("remount,rw");
    let mut till = Till::start(shop, OpenMode::Existing);
    steps.for_each(|step| step.take(&mut till).unwrap());
    assert!(matches!(till.store.verify(&mut |_, _| {}).unwrap(), Verdict::Sound(_)));
}
