//! Stands between SQLite and the system's files: what a watched folder's files are told passes a [`Disk`], which
//! remembers it and may refuse it. Every other file is left alone.
#![allow(unsafe_code, reason = "SQLite's files are a C interface")]

use std::ffi::{CStr, c_char, c_int, c_void};
use std::path::{Path, PathBuf};
use std::ptr;
use std::sync::atomic::{AtomicPtr, AtomicUsize, Ordering};
use std::sync::{Arc, Once};

use rusqlite::ffi::{self, sqlite3_file, sqlite3_int64, sqlite3_io_methods, sqlite3_vfs};

use super::{Disk, watched};

/// The system's own file layer.
static SYSTEM: AtomicPtr<sqlite3_vfs> = AtomicPtr::new(ptr::null_mut());
/// Its way to open a folder, which it does only to make the names in it durable.
static OPEN_FOLDER: AtomicUsize = AtomicUsize::new(0);

type OpenFolder = unsafe extern "C" fn(*const c_char, *mut c_int) -> c_int;

/// A file as SQLite holds it. The system's own file lies right behind it.
#[repr(C)]
struct File {
    base: sqlite3_file,
    tracked: *mut Tracked,
}

struct Tracked {
    disk: Arc<Disk>,
    name: String,
    path: PathBuf,
    removed_at_close: bool,
}

/// Registers itself as the layer that every connection of this process uses from now on.
pub fn install() {
    static ONCE: Once = Once::new();
    // SAFETY: the system's layer lives as long as the process, and so does the copy that is leaked here.
    ONCE.call_once(|| unsafe {
        let system = ffi::sqlite3_vfs_find(ptr::null());
        SYSTEM.store(system, Ordering::SeqCst);
        let mut mine = ptr::read(system);
        mine.szOsFile += c_int::try_from(size_of::<File>()).unwrap();
        mine.pNext = ptr::null_mut();
        mine.zName = c"watched".as_ptr();
        mine.xOpen = Some(open);
        mine.xDelete = Some(delete);
        let name = c"openDirectory".as_ptr();
        let open_folder = (*system).xGetSystemCall.unwrap()(system, name).unwrap();
        OPEN_FOLDER.store(open_folder as usize, Ordering::SeqCst);
        let hook: unsafe extern "C" fn() = std::mem::transmute(folder_opened as OpenFolder);
        let set = (*system).xSetSystemCall.unwrap()(system, name, Some(hook));
        assert_eq!(set, ffi::SQLITE_OK);
        assert_eq!(ffi::sqlite3_vfs_register(Box::leak(Box::new(mine)), 1), ffi::SQLITE_OK);
    });
}

unsafe extern "C" fn folder_opened(path: *const c_char, folder: *mut c_int) -> c_int {
    // SAFETY: SQLite gives the path of a file and a place for the result; the address was read from its own table.
    unsafe {
        if let Some((disk, _)) = disk_of(path) {
            disk.names_synced();
        }
        let system: OpenFolder = std::mem::transmute(OPEN_FOLDER.load(Ordering::SeqCst));
        system(path, folder)
    }
}

/// The disk that a path lies on, if that is watched.
unsafe fn disk_of(path: *const c_char) -> Option<(Arc<Disk>, PathBuf)> {
    if path.is_null() {
        return None;
    }
    // SAFETY: SQLite's paths end with a zero.
    let path = unsafe { CStr::from_ptr(path) }.to_str().ok()?;
    let path = Path::new(path);
    Some((watched(path.parent()?)?, path.to_owned()))
}

fn name_of(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

unsafe extern "C" fn open(
    _mine: *mut sqlite3_vfs,
    path: *const c_char,
    file: *mut sqlite3_file,
    flags: c_int,
    flags_out: *mut c_int,
) -> c_int {
    let system = SYSTEM.load(Ordering::SeqCst);
    // SAFETY: `file` points to as much room as `install` asked for: ours and, behind it, the system's.
    unsafe {
        let mine = file.cast::<File>();
        (*mine).base.pMethods = ptr::null();
        (*mine).tracked = ptr::null_mut();
        let found = disk_of(path);
        let is_new = found.as_ref().is_some_and(|(_, path)| !path.exists());
        let code = (*system).xOpen.unwrap()(system, path, inner(file), flags, flags_out);
        if code != ffi::SQLITE_OK {
            return code;
        }
        if let Some((disk, path)) = found {
            let name = name_of(&path);
            disk.opened(&name, &path, is_new);
            let removed_at_close = flags & ffi::SQLITE_OPEN_DELETEONCLOSE != 0;
            let tracked = Tracked { disk, name, path, removed_at_close };
            (*mine).tracked = Box::into_raw(Box::new(tracked));
        }
        (*mine).base.pMethods = &METHODS;
        code
    }
}

unsafe extern "C" fn delete(_mine: *mut sqlite3_vfs, path: *const c_char, sync: c_int) -> c_int {
    let system = SYSTEM.load(Ordering::SeqCst);
    // SAFETY: the arguments are passed on as they came.
    unsafe {
        if let Some((disk, path)) = disk_of(path)
            && path.exists()
        {
            disk.deleted(&name_of(&path));
        }
        (*system).xDelete.unwrap()(system, path, sync)
    }
}

unsafe fn inner(file: *mut sqlite3_file) -> *mut sqlite3_file {
    // SAFETY: the system's file lies right behind ours.
    unsafe { file.cast::<File>().add(1).cast() }
}

unsafe fn tracked<'a>(file: *mut sqlite3_file) -> Option<&'a Tracked> {
    // SAFETY: set in `open`, freed in `close`, and SQLite uses no file after closing it.
    unsafe { (*file.cast::<File>()).tracked.as_ref() }
}

/// Calls the system's own method.
macro_rules! system {
    ($file:expr, $method:ident $(, $argument:expr)*) => {{
        let inner = inner($file);
        (*(*inner).pMethods).$method.unwrap()(inner $(, $argument)*)
    }};
}

/// Methods that are passed on as they are.
macro_rules! passed_on {
    ($($name:ident = $method:ident($($argument:ident: $type:ty),*);)*) => {$(
        unsafe extern "C" fn $name(file: *mut sqlite3_file $(, $argument: $type)*) -> c_int {
            // SAFETY: SQLite calls it as it would call the system's.
            unsafe { system!(file, $method $(, $argument)*) }
        }
    )*};
}

passed_on! {
    read = xRead(to: *mut c_void, amount: c_int, offset: sqlite3_int64);
    file_size = xFileSize(size: *mut sqlite3_int64);
    lock = xLock(level: c_int);
    unlock = xUnlock(level: c_int);
    check_reserved_lock = xCheckReservedLock(is_held: *mut c_int);
    file_control = xFileControl(what: c_int, argument: *mut c_void);
    sector_size = xSectorSize();
    device_characteristics = xDeviceCharacteristics();
    shm_lock = xShmLock(offset: c_int, count: c_int, flags: c_int);
    shm_unmap = xShmUnmap(delete: c_int);
}

unsafe extern "C" fn close(file: *mut sqlite3_file) -> c_int {
    // SAFETY: as for the methods that are passed on; `tracked` came from a box.
    unsafe {
        let code = system!(file, xClose);
        let mine = file.cast::<File>();
        if !(*mine).tracked.is_null() {
            let tracked = Box::from_raw((*mine).tracked);
            (*mine).tracked = ptr::null_mut();
            if tracked.removed_at_close {
                tracked.disk.deleted(&tracked.name);
            }
        }
        code
    }
}

unsafe extern "C" fn write(
    file: *mut sqlite3_file,
    from: *const c_void,
    amount: c_int,
    offset: sqlite3_int64,
) -> c_int {
    // SAFETY: SQLite hands in `amount` bytes at `from`.
    unsafe {
        let Some(tracked) = tracked(file) else {
            return system!(file, xWrite, from, amount, offset);
        };
        if let Some(refusal) = tracked.disk.refuses_write() {
            // What a full disk has taken before it was full.
            let _part = system!(file, xWrite, from, amount / 2, offset);
            return refusal;
        }
        let code = system!(file, xWrite, from, amount, offset);
        if code == ffi::SQLITE_OK {
            let bytes = std::slice::from_raw_parts(from.cast::<u8>(), amount.unsigned_abs() as _);
            tracked.disk.wrote(&tracked.name, offset.unsigned_abs(), bytes);
        }
        code
    }
}

unsafe extern "C" fn truncate(file: *mut sqlite3_file, size: sqlite3_int64) -> c_int {
    // SAFETY: as for the methods that are passed on.
    unsafe {
        let code = system!(file, xTruncate, size);
        if let (ffi::SQLITE_OK, Some(tracked)) = (code, tracked(file)) {
            tracked.disk.truncated(&tracked.name, size.unsigned_abs());
        }
        code
    }
}

unsafe extern "C" fn sync(file: *mut sqlite3_file, flags: c_int) -> c_int {
    // SAFETY: as for the methods that are passed on.
    unsafe {
        if let Some(refusal) = tracked(file).and_then(|tracked| tracked.disk.refuses_sync()) {
            return refusal;
        }
        let code = system!(file, xSync, flags);
        if let (ffi::SQLITE_OK, Some(tracked)) = (code, tracked(file)) {
            tracked.disk.synced(&tracked.name);
        }
        code
    }
}

unsafe extern "C" fn shm_map(
    file: *mut sqlite3_file,
    page: c_int,
    size: c_int,
    extend: c_int,
    to: *mut *mut c_void,
) -> c_int {
    // SAFETY: as for the methods that are passed on.
    unsafe {
        if let Some(tracked) = tracked(file).filter(|_| extend != 0) {
            let mut index = tracked.path.as_os_str().to_owned();
            index.push("-shm");
            let length = std::fs::metadata(index).map_or(0, |found| found.len());
            let grows = length < u64::from(((page + 1) * size).unsigned_abs());
            if grows && tracked.disk.refuses_write().is_some() {
                return ffi::SQLITE_IOERR_SHMSIZE;
            }
        }
        system!(file, xShmMap, page, size, extend, to)
    }
}

unsafe extern "C" fn shm_barrier(file: *mut sqlite3_file) {
    // SAFETY: as for the methods that are passed on.
    unsafe { system!(file, xShmBarrier) }
}

static METHODS: sqlite3_io_methods = sqlite3_io_methods {
    iVersion: 2,
    xClose: Some(close),
    xRead: Some(read),
    xWrite: Some(write),
    xTruncate: Some(truncate),
    xSync: Some(sync),
    xFileSize: Some(file_size),
    xLock: Some(lock),
    xUnlock: Some(unlock),
    xCheckReservedLock: Some(check_reserved_lock),
    xFileControl: Some(file_control),
    xSectorSize: Some(sector_size),
    xDeviceCharacteristics: Some(device_characteristics),
    xShmMap: Some(shm_map),
    xShmLock: Some(shm_lock),
    xShmBarrier: Some(shm_barrier),
    xShmUnmap: Some(shm_unmap),
    xFetch: None,
    xUnfetch: None,
};
