//! Somebody at a browser, as far as a test or a measurement needs one: HTTP over a connection that stays open, with
//! cookies.

use std::collections::BTreeMap;
use std::io::{self, BufRead as _, BufReader, Read as _, Write as _};
use std::net::{Ipv4Addr, TcpStream};
use std::time::Duration;

/// Longer than the server may take to begin an answer.
const WAIT_MAX: Duration = Duration::from_secs(40);
/// Characters of a page that a failing test shows.
const SHOWN_MAX: usize = 1_500;
const FORM: &str = "application/x-www-form-urlencoded";

/// A browser with its cookies and one connection that stays open. A clone is another window of the same login.
#[derive(Debug)]
pub struct Client {
    port: u16,
    /// How long it waits for an answer to begin.
    pub(crate) wait: Duration,
    stream: Option<BufReader<TcpStream>>,
    cookies: BTreeMap<String, String>,
}

impl Clone for Client {
    fn clone(&self) -> Self {
        Self {
            port: self.port,
            wait: self.wait,
            stream: None,
            cookies: self.cookies.clone(),
        }
    }
}

/// What came back.
#[derive(Debug)]
pub struct Answer {
    /// The request, for messages.
    pub asked: String,
    /// Its number.
    pub status: u16,
    /// Names in small letters.
    pub headers: Vec<(String, String)>,
    /// What it carries, as text.
    pub body: String,
}

impl Answer {
    /// The first header of this name, in small letters.
    pub fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(key, _)| key == name);
        found.map(|(_, value)| value.as_str())
    }

    /// All headers of this name.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        let found = self.headers.iter().filter(move |(key, _)| key == name);
        found.map(|(_, value)| value.as_str())
    }

    /// Where it sends the reader; empty where it does not.
    pub fn location(&self) -> &str {
        self.header("location").unwrap_or_default()
    }

    /// Whether it was done, and not because a login was wanted first.
    pub fn worked(&self) -> bool {
        (200..400).contains(&self.status) && !self.location().starts_with("/login")
    }
}

#[expect(
    clippy::return_self_not_must_use,
    reason = "to ask is often all that a test wants of an answer"
)]
impl Answer {
    /// Asks that it has this status.
    ///
    /// # Panics
    /// When it has another.
    #[track_caller]
    pub fn is(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{self}");
        self
    }

    /// Asks that it worked.
    ///
    /// # Panics
    /// When it did not.
    #[track_caller]
    pub fn good(self) -> Self {
        assert!(self.worked(), "{self}");
        self
    }
}

impl std::fmt::Display for Answer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self {
            asked,
            status,
            body,
            ..
        } = self;
        let main = body.find("<main").and_then(|at| body.get(at..));
        let shown: String = main.unwrap_or(body).chars().take(SHOWN_MAX).collect();
        write!(f, "{asked} answered {status} {}\n{shown}", self.location())
    }
}

impl Client {
    /// Somebody without a cookie, who asks the server on `port` of this machine.
    pub fn new(port: u16) -> Self {
        Self {
            port,
            wait: WAIT_MAX,
            stream: None,
            cookies: BTreeMap::new(),
        }
    }

    /// With one cookie more.
    #[must_use]
    pub fn with_cookie(mut self, name: &str, value: &str) -> Self {
        self.cookies.insert(name.to_owned(), value.to_owned());
        self
    }

    /// Asks for a page.
    ///
    /// # Errors
    /// Those of the connection.
    pub fn get(&mut self, path: &str) -> io::Result<Answer> {
        self.send("GET", path, &[], b"")
    }

    /// Sends a form as it is; the one behind a page wants that page's token among its fields.
    ///
    /// # Errors
    /// Those of the connection.
    pub fn send_form(&mut self, path: &str, fields: &[(&str, &str)]) -> io::Result<Answer> {
        let pairs = fields.iter();
        let form: Vec<_> = pairs
            .map(|(name, value)| format!("{}={}", quote(name), quote(value)))
            .collect();
        self.send(
            "POST",
            path,
            &[("content-type", FORM)],
            form.join("&").as_bytes(),
        )
    }

    /// The value of a cookie that the browser keeps; empty where it keeps none.
    pub fn cookie(&self, name: &str) -> &str {
        self.cookies.get(name).map_or("", String::as_str)
    }

    /// Sends a request. Where the server has closed the connection that stood open, it goes over a new one.
    ///
    /// # Errors
    /// Those of the connection.
    pub fn send(
        &mut self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: &[u8],
    ) -> io::Result<Answer> {
        let stood_open = self.stream.is_some();
        match self.send_once(method, path, headers, body) {
            Err(_) if stood_open => self.send_once(method, path, headers, body),
            done => done,
        }
    }

    fn send_once(
        &mut self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: &[u8],
    ) -> io::Result<Answer> {
        let mut stream = self.begin(method, path, headers, body.len())?;
        stream.get_mut().write_all(body)?;
        self.finish(stream, format!("{method} {path}"))
    }

    /// Sends the head of a request whose body of `length` bytes is still to come.
    ///
    /// # Errors
    /// Those of the connection.
    pub fn begin(
        &mut self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        length: usize,
    ) -> io::Result<BufReader<TcpStream>> {
        let mut stream = match self.stream.take() {
            Some(stream) => stream,
            None => BufReader::new(TcpStream::connect((Ipv4Addr::LOCALHOST, self.port))?),
        };
        stream.get_ref().set_nodelay(true)?;
        stream.get_ref().set_read_timeout(Some(self.wait))?;
        let cookies: Vec<_> = self
            .cookies
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        let mut head = format!(
            "{method} {path} HTTP/1.1\r\nhost: 127.0.0.1:{}\r\ncookie: {}\r\ncontent-length: {length}\r\n",
            self.port,
            cookies.join("; "),
        );
        for (name, value) in headers {
            head.extend([*name, ": ", *value, "\r\n"]);
        }
        stream
            .get_mut()
            .write_all(format!("{head}\r\n").as_bytes())?;
        Ok(stream)
    }

    /// Receives the answer to a request that was sent whole.
    ///
    /// # Errors
    /// Those of the connection.
    pub fn finish(
        &mut self,
        mut stream: BufReader<TcpStream>,
        asked: String,
    ) -> io::Result<Answer> {
        let (status, headers) = head(&mut stream)?;
        let mut answer = Answer {
            asked,
            status,
            headers,
            body: String::new(),
        };
        let body = if answer.header("transfer-encoding") == Some("chunked") {
            chunks(&mut stream)?
        } else {
            let length = answer
                .header("content-length")
                .and_then(|text| text.parse().ok());
            take(&mut stream, length.unwrap_or(0))?
        };
        answer.body = String::from_utf8_lossy(&body).into_owned();
        let cookies: Vec<String> = answer.all("set-cookie").map(str::to_owned).collect();
        for line in &cookies {
            self.keep(line);
        }
        if answer.header("connection") != Some("close") {
            self.stream = Some(stream);
        }
        Ok(answer)
    }

    fn keep(&mut self, line: &str) {
        let Some((name, value)) = line.split(';').next().and_then(|pair| pair.split_once('='))
        else {
            return;
        };
        if line.contains("Max-Age=0") {
            self.cookies.remove(name);
        } else {
            self.cookies.insert(name.to_owned(), value.to_owned());
        }
    }
}

/// Reads the status and the headers, and leaves the body.
///
/// # Errors
/// Those of the connection; an answer without a status.
pub fn head(stream: &mut BufReader<TcpStream>) -> io::Result<(u16, Vec<(String, String)>)> {
    let first = line(stream)?;
    let status = first.split(' ').nth(1).and_then(|text| text.parse().ok());
    let status = status.ok_or_else(|| io::Error::other(format!("no status in {first:?}")))?;
    let mut headers = Vec::new();
    loop {
        let header = line(stream)?;
        let Some((name, value)) = header.split_once(':') else {
            return Ok((status, headers));
        };
        headers.push((name.to_ascii_lowercase(), value.trim().to_owned()));
    }
}

fn line(stream: &mut BufReader<TcpStream>) -> io::Result<String> {
    let mut line = String::new();
    if stream.read_line(&mut line)? == 0 {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    Ok(line.trim_end().to_owned())
}

fn take(stream: &mut BufReader<TcpStream>, length: usize) -> io::Result<Vec<u8>> {
    let mut body = vec![0; length];
    stream.read_exact(&mut body)?;
    Ok(body)
}

fn chunks(stream: &mut BufReader<TcpStream>) -> io::Result<Vec<u8>> {
    let mut body = Vec::new();
    loop {
        let length = usize::from_str_radix(&line(stream)?, 16).map_err(io::Error::other)?;
        body.extend(take(stream, length)?);
        line(stream)?;
        if length == 0 {
            return Ok(body);
        }
    }
}

/// Writes `text` as forms and addresses carry it.
pub fn quote(text: &str) -> String {
    let one = |byte: u8| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => {
            char::from(byte).to_string()
        }
        _ => format!("%{byte:02X}"),
    };
    text.bytes().map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_read_whole_or_in_chunks_on_one_connection() {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let server = std::thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            let mut request = [0; 1024];
            let mut read = stream.read(&mut request).unwrap();
            assert!(request[..read].starts_with(b"GET /a HTTP/1.1\r\n"));
            let answer =
                b"HTTP/1.1 200 OK\r\nSet-Cookie: a=b; Path=/\r\nContent-Length: 3\r\n\r\none";
            stream.write_all(answer).unwrap();
            read = stream.read(&mut request).unwrap();
            let second = String::from_utf8_lossy(&request[..read]);
            assert!(second.contains("\r\ncookie: a=b\r\n"), "{second}");
            let answer = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\ntwo\r\n2\r\n!!\r\n0\r\n\r\n";
            stream.write_all(answer).unwrap();
        });
        let mut client = Client::new(port);
        assert_eq!(client.get("/a").unwrap().body, "one");
        assert_eq!(client.get("/b").unwrap().body, "two!!");
        server.join().unwrap();
        assert!(client.get("/c").is_err());
    }

    #[test]
    fn any_script_fits_into_an_address() {
        assert_eq!(quote("ক-1"), "%E0%A6%95-1");
    }
}
