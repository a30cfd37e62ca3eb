//! Short sounds for what a cashier must not miss while looking at the goods.
//!
//! They are made in memory and played by whatever program the system has for it. A machine
//! without one stays silent; nothing ever waits for a sound.

use std::io::{self, Write};
use std::os::fd::AsRawFd;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::time::{Duration, Instant};

use nix::sys::memfd::{MFdFlags, memfd_create};

use super::thread::{StopSignal, Thread};

/// Programs that play a WAV file named on their command line, the best first.
const PLAYERS: [&str; 3] = ["pw-play", "paplay", "aplay"];
/// No cue is longer; a player that takes longer hangs.
const LONGEST_PLAY: Duration = Duration::from_secs(3);
/// Samples per second.
const RATE: u32 = 44_100;

/// What is to be heard.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Cue {
    /// A scan was taken: one short, high tone.
    ScanOk,
    /// A scan means nothing: two low tones.
    Unknown,
    /// Paid: three rising tones.
    Paid,
    /// Something needs a person: three falling tones.
    Fault,
}

impl Cue {
    /// Tones as hertz and milliseconds; 0 Hz is a rest.
    fn tones(self) -> &'static [(u16, u16)] {
        match self {
            Cue::ScanOk => &[(1_760, 70)],
            Cue::Unknown => &[(262, 130), (0, 50), (262, 130)],
            Cue::Paid => &[(784, 90), (988, 90), (1_319, 180)],
            Cue::Fault => &[(659, 160), (523, 160), (392, 300)],
        }
    }

    /// The cue as a WAV file: one channel, 16 bits.
    pub fn wav(self) -> Vec<u8> {
        let samples: Vec<i16> = self
            .tones()
            .iter()
            .flat_map(|&(hertz, milliseconds)| tone(f32::from(hertz), u32::from(milliseconds)))
            .collect();
        // 16 bits a sample, and cues are far shorter than the four gigabytes of a WAV file.
        let length = (samples.len() * 2) as u32;
        let mut wav = Vec::with_capacity(44 + samples.len() * 2);
        wav.extend_from_slice(b"RIFF");
        wav.extend_from_slice(&(36 + length).to_le_bytes());
        wav.extend_from_slice(b"WAVEfmt ");
        wav.extend_from_slice(&16u32.to_le_bytes());
        wav.extend_from_slice(&1u16.to_le_bytes());
        wav.extend_from_slice(&1u16.to_le_bytes());
        wav.extend_from_slice(&RATE.to_le_bytes());
        wav.extend_from_slice(&(RATE * 2).to_le_bytes());
        wav.extend_from_slice(&2u16.to_le_bytes());
        wav.extend_from_slice(&16u16.to_le_bytes());
        wav.extend_from_slice(b"data");
        wav.extend_from_slice(&length.to_le_bytes());
        samples.iter().for_each(|sample| wav.extend_from_slice(&sample.to_le_bytes()));
        wav
    }
}

/// A sine that swells and fades within 5 ms, so that it does not click.
fn tone(hertz: f32, milliseconds: u32) -> impl Iterator<Item = i16> {
    let count = RATE * milliseconds / 1_000;
    let edge = (RATE / 200) as f32;
    (0..count).map(move |place| {
        let from_edge = place.min(count - 1 - place) as f32;
        let loudness = (from_edge / edge).min(1.0) * 0.4;
        let phase = std::f32::consts::TAU * hertz * place as f32 / RATE as f32;
        (phase.sin() * loudness * f32::from(i16::MAX)) as i16
    })
}

/// The loudspeaker.
#[derive(Debug)]
pub struct Sounds {
    // Before the thread: the closed channel wakes it up.
    cues: SyncSender<Cue>,
    _thread: Thread,
}

impl Sounds {
    /// Starts with the first player that is on the search path.
    ///
    /// # Errors
    /// Only if the system has no thread left.
    pub fn start() -> io::Result<Self> {
        let folders = std::env::var_os("PATH").unwrap_or_default();
        let folders: Vec<PathBuf> = std::env::split_paths(&folders).collect();
        Sounds::with_players(players_in(&folders))
    }

    fn with_players(players: Vec<PathBuf>) -> io::Result<Self> {
        if players.is_empty() {
            tracing::info!(looked_for = ?PLAYERS, "no program plays sounds here; the register is silent");
        }
        let (cues, received) = sync_channel(1);
        let thread = Thread::start("sound", move |stop| run(players, &received, stop))?;
        Ok(Sounds { cues, _thread: thread })
    }

    /// Plays a cue soon. While one plays, one more can wait; further ones are left out.
    pub fn play(&self, cue: Cue) {
        match self.cues.try_send(cue) {
            Ok(()) | Err(TrySendError::Full(_)) => {}
            Err(TrySendError::Disconnected(_)) => tracing::debug!("the sound thread has ended"),
        }
    }
}

fn players_in(folders: &[PathBuf]) -> Vec<PathBuf> {
    PLAYERS
        .iter()
        .filter_map(|player| {
            folders.iter().map(|folder| folder.join(player)).find(|path| path.is_file())
        })
        .collect()
}

/// Plays what comes. A player that cannot play is given up for the next one.
fn run(mut players: Vec<PathBuf>, cues: &Receiver<Cue>, stop: &StopSignal) {
    while !stop.is_set() {
        let Ok(cue) = cues.recv() else { return };
        while let Some(player) = players.first() {
            match play(player, cue, stop) {
                Ok(()) => break,
                Err(error) => {
                    tracing::info!(player = %player.display(), %error, "this program plays no sounds");
                    let _given_up = players.remove(0);
                }
            }
        }
    }
}

fn play(player: &Path, cue: Cue, stop: &StopSignal) -> io::Result<()> {
    // A file without a name: nothing to clean up, and every player can seek in it.
    let mut file = std::fs::File::from(memfd_create("cue.wav", MFdFlags::MFD_CLOEXEC)?);
    file.write_all(&cue.wav())?;
    let path = format!("/proc/{}/fd/{}", std::process::id(), file.as_raw_fd());
    let mut child = Command::new(player)
        .arg(path)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()?;
    let limit = Instant::now() + LONGEST_PLAY;
    loop {
        match child.try_wait()? {
            Some(status) if status.success() => return Ok(()),
            Some(status) => return Err(io::Error::other(status.to_string())),
            None if Instant::now() > limit || stop.is_set() => {
                child.kill()?;
                let _status = child.wait()?;
                return Err(io::ErrorKind::TimedOut.into());
            }
            None => {
                let _stopped = stop.sleep(Duration::from_millis(10));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    const CUES: [Cue; 4] = [Cue::ScanOk, Cue::Unknown, Cue::Paid, Cue::Fault];

    #[test]
    fn cues_are_whole_wav_files_that_begin_and_end_in_silence() {
        for cue in CUES {
            let wav = cue.wav();
            assert_eq!(
                (&wav[..4], &wav[8..12], &wav[36..40]),
                (&b"RIFF"[..], &b"WAVE"[..], &b"data"[..])
            );
            let length = u32::from_le_bytes(wav[40..44].try_into().unwrap()) as usize;
            assert_eq!(wav.len(), 44 + length);
            let samples: Vec<i16> = wav[44..]
                .chunks_exact(2)
                .map(|pair| i16::from_le_bytes(pair.try_into().unwrap()))
                .collect();
            assert!(samples.first().unwrap().abs() < 200 && samples.last().unwrap().abs() < 200);
            assert!(*samples.iter().max().unwrap() > 10_000, "{cue:?} can be heard");
            assert!(samples.len() < RATE as usize, "{cue:?} is short");
        }
    }

    /// Players that write down what they were given, or fail.
    fn player(folder: &Path, name: &str, script: &str) {
        let path = folder.join(name);
        std::fs::write(&path, format!("#!/bin/sh\n{script}\n")).unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
    }

    #[test]
    // One test for all that start programs: a script that is being written while another thread
    // starts a program cannot be run.
    fn the_first_player_that_works_plays_and_one_that_hangs_holds_nobody_up() {
        let folder = tempfile::tempdir().unwrap();
        let heard = folder.path().join("heard.wav");
        player(folder.path(), "pw-play", "exit 1");
        player(
            folder.path(),
            "aplay",
            &format!("cat \"$1\" > {0}.part && mv {0}.part {0}", heard.display()),
        );
        let players = players_in(&[PathBuf::from("/nonexistent"), folder.path().to_owned()]);
        assert_eq!(players, [folder.path().join("pw-play"), folder.path().join("aplay")]);
        let sounds = Sounds::with_players(players).unwrap();
        sounds.play(Cue::Paid);
        let limit = Instant::now() + Duration::from_secs(30);
        while !heard.exists() {
            assert!(Instant::now() < limit, "nothing was played");
            std::thread::sleep(Duration::from_millis(5));
        }
        assert_eq!(std::fs::read(&heard).unwrap(), Cue::Paid.wav());

        player(folder.path(), "paplay", "exec sleep 600");
        let sounds = Sounds::with_players(vec![folder.path().join("paplay")]).unwrap();
        for _press in 0..1_000 {
            sounds.play(Cue::Fault);
        }
        drop(sounds);
    }

    #[test]
    fn a_machine_without_a_player_is_silent_and_nothing_waits() {
        let sounds = Sounds::with_players(Vec::new()).unwrap();
        for _press in 0..1_000 {
            CUES.into_iter().for_each(|cue| sounds.play(cue));
        }
    }
}
