use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{Ipv4Addr, TcpStream};

use anyhow::{Context as _, Result, bail};

/// One clerk's connection, which stays open between requests.
pub(crate) struct Client {
    port: u16,
    stream: Option<BufReader<TcpStream>>,
    cookies: BTreeMap<String, String>,
}

impl Client {
    pub(crate) fn new(port: u16) -> Self {
        Self {
            port,
            stream: None,
            cookies: BTreeMap::new(),
        }
    }

    /// Logs in through the page, as a browser does.
    pub(crate) fn log_in(&mut self, login: &str, password: &str) -> Result<()> {
        let page = self.get("/login")?;
        let token = between(&page, "name=\"_csrf\" value=\"", "\"")?;
        let fields = [("_csrf", token), ("login", login), ("password", password)];
        let form = fields.map(|(name, value)| format!("{name}={}", quote(value)));
        self.send("POST", "/login", &form.join("&"))?;
        self.get("/styleguide").context("the login did not hold")?;
        Ok(())
    }

    /// Asks for a page; a redirection is an error, since nothing that is measured has one.
    pub(crate) fn get(&mut self, path: &str) -> Result<String> {
        let (status, body) = self.send("GET", path, "")?;
        if !(200..300).contains(&status) {
            bail!("GET {path} answered {status}: {body}");
        }
        Ok(body)
    }

    fn send(&mut self, method: &str, path: &str, form: &str) -> Result<(u16, String)> {
        let mut cookies = String::new();
        for (name, value) in &self.cookies {
            write!(cookies, "{name}={value}; ")?;
        }
        let request = format!(
            "{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nCookie: {cookies}\r\n\
             Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{form}",
            self.port,
            form.len()
        );
        let mut stream = match self.stream.take() {
            Some(stream) => stream,
            None => BufReader::new(TcpStream::connect((Ipv4Addr::LOCALHOST, self.port))?),
        };
        stream.get_ref().set_nodelay(true)?;
        stream.get_mut().write_all(request.as_bytes())?;
        let answer = self.receive(&mut stream)?;
        self.stream = Some(stream);
        Ok(answer)
    }

    fn receive(&mut self, stream: &mut BufReader<TcpStream>) -> Result<(u16, String)> {
        let first = line(stream)?;
        let status = first
            .split(' ')
            .nth(1)
            .context("an answer without a status")?;
        let status = status.parse()?;
        let (mut length, mut chunked) = (0, false);
        loop {
            let header = line(stream)?;
            let Some((name, value)) = header.split_once(": ") else {
                break;
            };
            match name.to_ascii_lowercase().as_str() {
                "content-length" => length = value.parse()?,
                "transfer-encoding" => chunked = value == "chunked",
                "set-cookie" => self.keep(value),
                _ => {}
            }
        }
        let body = if chunked {
            chunks(stream)?
        } else {
            take(stream, length)?
        };
        Ok((status, String::from_utf8(body)?))
    }

    fn keep(&mut self, cookie: &str) {
        let pair = cookie
            .split(';')
            .next()
            .and_then(|pair| pair.split_once('='));
        if let Some((name, value)) = pair {
            self.cookies.insert(name.to_owned(), value.to_owned());
        }
    }
}

/// The part of `text` between two marks.
fn between<'a>(text: &'a str, open: &str, close: &str) -> Result<&'a str> {
    text.split_once(open)
        .and_then(|(_, after)| after.split_once(close))
        .map(|(inside, _)| inside)
        .with_context(|| format!("no `{open}` in:\n{text}"))
}

fn line(stream: &mut BufReader<TcpStream>) -> Result<String> {
    let mut line = String::new();
    if stream.read_line(&mut line)? == 0 {
        bail!("the server closed the connection");
    }
    Ok(line.trim_end().to_owned())
}

fn take(stream: &mut BufReader<TcpStream>, length: usize) -> Result<Vec<u8>> {
    let mut body = vec![0; length];
    stream.read_exact(&mut body)?;
    Ok(body)
}

fn chunks(stream: &mut BufReader<TcpStream>) -> Result<Vec<u8>> {
    let mut body = Vec::new();
    loop {
        let length = usize::from_str_radix(&line(stream)?, 16)?;
        body.extend(take(stream, length)?);
        line(stream)?;
        if length == 0 {
            return Ok(body);
        }
    }
}

/// Writes `text` as forms and addresses carry it.
pub(crate) fn quote(text: &str) -> String {
    text.bytes().fold(String::new(), |mut out, byte| {
        if byte.is_ascii_alphanumeric() {
            out.push(char::from(byte));
        } else {
            out.push('%');
            for half in [byte >> 4, byte & 15] {
                out.extend(char::from_digit(half.into(), 16));
            }
        }
        out
    })
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
            assert!(second.contains("Cookie: a=b; "), "{second}");
            let answer = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\ntwo\r\n2\r\n!!\r\n0\r\n\r\n";
            stream.write_all(answer).unwrap();
        });
        let mut client = Client::new(port);
        assert_eq!(client.get("/a").unwrap(), "one");
        assert_eq!(client.get("/b").unwrap(), "two!!");
        server.join().unwrap();
        assert!(client.get("/c").is_err());
    }

    #[test]
    fn any_script_fits_into_an_address() {
        assert_eq!(quote("ক-1"), "%e0%a6%95%2d1");
    }
}
