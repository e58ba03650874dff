//! News for open pages, by server-sent events.
//!
//! In: writers to browsers that opened a stream, and generations. Out: the current generation to each at once, and
//! every later one. One thread serves them all, so that a hundred open tabs hold none of the threads that answer
//! requests. It never waits for a browser: a stream is ended before it could fill the buffers between here and there,
//! and the browser opens another.

use std::collections::VecDeque;
use std::io::{self, Write};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread;
use std::time::Duration;

/// What comes before the first chunk. The body is chunked so that it can be ended and the browser knows that it was.
pub(super) const HEAD: &str = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\
    Cache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\nCross-Origin-Resource-Policy: same-origin\r\n\r\n";

/// How often silent streams are written to, which is how a vanished browser is noticed.
const PING: Duration = Duration::from_secs(15);
/// How many streams are kept. Only visible tabs have one, so the oldest of so many is most likely dead.
const MOST: usize = 128;
/// Bytes after which a stream is ended: a few hundred messages, and less than the smallest send buffer.
const BUDGET: usize = 8 * 1024;
/// The browser comes back this soon (in milliseconds) after a stream has ended.
const RETRY: &str = "retry: 1000\n\n";

type Writer = Box<dyn Write + Send>;

/// The open streams, held by a thread of their own.
pub(super) struct Streams(Sender<Message>);

enum Message {
    Open(Writer),
    Generation(u64),
}

impl Streams {
    pub(super) fn start() -> io::Result<Self> {
        let (sender, inbox) = mpsc::channel();
        thread::Builder::new().name("events".to_owned()).spawn(move || broadcast(&inbox))?;
        Ok(Self(sender))
    }

    /// Takes a writer to which [`HEAD`] has been written.
    pub(super) fn open(&self, writer: Writer) {
        self.tell(Message::Open(writer));
    }

    pub(super) fn announce(&self, generation: u64) {
        self.tell(Message::Generation(generation));
    }

    fn tell(&self, message: Message) {
        // The thread lives as long as this sender.
        let _ = self.0.send(message);
    }
}

fn broadcast(inbox: &Receiver<Message>) {
    let mut audience = Audience::default();
    loop {
        match inbox.recv_timeout(PING) {
            Ok(Message::Open(writer)) => audience.admit(writer),
            Ok(Message::Generation(generation)) => audience.announce(generation),
            Err(RecvTimeoutError::Timeout) => audience.say(": ping\n\n"),
            Err(RecvTimeoutError::Disconnected) => return,
        }
    }
}

#[derive(Default)]
struct Audience {
    generation: u64,
    /// Oldest first.
    streams: VecDeque<Stream>,
}

struct Stream {
    writer: Writer,
    written: usize,
}

impl Audience {
    fn admit(&mut self, writer: Writer) {
        if self.streams.len() >= MOST
            && let Some(oldest) = self.streams.pop_front()
        {
            oldest.end();
        }
        let stream = Stream { writer, written: 0 };
        let first = format!("{RETRY}{}", event(self.generation));
        self.streams.extend(stream.say(&first));
    }

    fn announce(&mut self, generation: u64) {
        self.generation = generation;
        self.say(&event(generation));
    }

    /// Tells all, and forgets those that cannot be told.
    fn say(&mut self, text: &str) {
        self.streams = self.streams.drain(..).filter_map(|stream| stream.say(text)).collect();
    }
}

impl Stream {
    /// Writes one chunk. Answers nothing when this was the last, because the browser has gone or has had enough.
    fn say(mut self, text: &str) -> Option<Self> {
        let chunk = format!("{:x}\r\n{text}\r\n", text.len());
        self.written += chunk.len();
        self.writer.write_all(chunk.as_bytes()).and_then(|()| self.writer.flush()).ok()?;
        if self.written >= BUDGET {
            self.end();
            return None;
        }
        Some(self)
    }

    fn end(mut self) {
        // If that fails the browser has gone.
        let _ = self.writer.write_all(b"0\r\n\r\n").and_then(|()| self.writer.flush());
    }
}

fn event(generation: u64) -> String {
    format!("data: {generation}\n\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::{Arc, Mutex};

    /// What a browser received, until it goes.
    #[derive(Clone, Default)]
    struct Browser(Arc<Mutex<(String, bool)>>);

    impl Write for Browser {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            let mut state = self.0.lock().unwrap();
            if state.1 {
                return Err(io::ErrorKind::BrokenPipe.into());
            }
            state.0.push_str(std::str::from_utf8(bytes).unwrap());
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    impl Browser {
        fn text(&self) -> String {
            self.0.lock().unwrap().0.clone()
        }

        fn go(&self) {
            self.0.lock().unwrap().1 = true;
        }
    }

    fn admitted(audience: &mut Audience) -> Browser {
        let browser = Browser::default();
        audience.admit(Box::new(browser.clone()));
        browser
    }

    #[test]
    fn a_stream_begins_with_the_current_generation() {
        let mut audience = Audience::default();
        audience.announce(7);
        let browser = admitted(&mut audience);
        audience.announce(8);
        assert_eq!(browser.text(), "16\r\nretry: 1000\n\ndata: 7\n\n\r\n9\r\ndata: 8\n\n\r\n");
    }

    #[test]
    fn browsers_that_go_are_forgotten() {
        let mut audience = Audience::default();
        let (first, second) = (admitted(&mut audience), admitted(&mut audience));
        first.go();
        audience.announce(1);
        assert_eq!(audience.streams.len(), 1);
        assert!(second.text().ends_with("data: 1\n\n\r\n"));
    }

    #[test]
    fn streams_are_bounded_in_number_and_length() {
        let mut audience = Audience::default();
        let oldest = admitted(&mut audience);
        (0..MOST).for_each(|_| drop(admitted(&mut audience)));
        assert_eq!(audience.streams.len(), MOST);
        assert!(oldest.text().ends_with("\r\n0\r\n\r\n"), "ended, so that a live browser comes back");
        let newest = admitted(&mut audience);
        for generation in 0..2000 {
            audience.announce(generation);
        }
        assert!(audience.streams.is_empty());
        assert!(newest.text().len() < BUDGET + 64 && newest.text().ends_with("\r\n0\r\n\r\n"));
    }
}
