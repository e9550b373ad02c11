import Foundation
import Testing

@testable import SNNData

/// Downloads from a server on this machine.
@Suite(.serialized) struct StimulusFetchTests {
    private let folder = TemporaryFolder()

    /// A server that can continue a download, as Python's own cannot.
    private static let script = """
        import http.server, os, sys
        class Handler(http.server.BaseHTTPRequestHandler):
            def do_HEAD(self): self.answer(False)
            def do_GET(self): self.answer(True)
            def log_message(self, *_): pass
            def answer(self, has_body):
                path = os.path.join(sys.argv[1], os.path.basename(self.path))
                if not os.path.exists(path): return self.send_error(404)
                data = open(path, "rb").read()
                wanted = self.headers.get("Range")
                start = int(wanted.split("=")[1].split("-")[0]) if wanted else 0
                self.send_response(206 if wanted else 200)
                self.send_header("Content-Length", str(len(data) - start))
                if wanted: self.send_header(
                    "Content-Range", f"bytes {start}-{len(data) - 1}/{len(data)}")
                self.end_headers()
                open(path + ".log", "a").write(f"{self.command} {start}\\n")
                broken = os.path.exists(path + ".broken") and has_body and not wanted
                end = len(data) // 2 if broken else len(data)
                if has_body: self.wfile.write(data[start:end])
        server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
        open(sys.argv[1] + "/port.new", "w").write(str(server.server_port))
        os.rename(sys.argv[1] + "/port.new", sys.argv[1] + "/port")
        server.serve_forever()
        """

    private func withServer(_ body: (_ url: String) throws -> Void) throws {
        let script = folder.write("server.py", Self.script)
        let server = Process()
        server.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        server.arguments = ["python3", script, folder.path]
        try server.run()
        defer {
            // A test may run on a thread whose signals are blocked, and a child inherits that.
            kill(server.processIdentifier, SIGKILL)
            server.waitUntilExit()
        }
        var port: String?
        for _ in 0 ..< 1000 where port == nil {
            usleep(20_000)
            port = FileManager.default.contents(atPath: folder.file("port"))
                .map { String(decoding: $0, as: UTF8.self) }
        }
        try body("http://127.0.0.1:\(try #require(port))")
    }

    /// Puts `toy.h5.zip` on the server, and says what data set it makes.
    private func publish() throws -> (dataset: OfficialDataset, content: [UInt8]) {
        try SpikeSamples.random(count: 200, seed: 5).writeRows(to: folder.file("toy.h5"))
        let zip = try SystemTool("python3", package: "python3").run([
            "-m", "zipfile", "-c", folder.file("toy.h5.zip"), folder.file("toy.h5"),
        ])
        try #require(zip.status == 0)
        let sum = try SystemTool("md5sum", package: "coreutils").run([folder.file("toy.h5.zip")])
        let dataset = OfficialDataset(
            name: "toy", title: "Toy", source: "", channels: 700,
            files: [.init(name: "toy", archiveSum: String(sum.output.prefix(32)), isTest: false)])
        return (dataset, folder.bytes("toy.h5"))
    }

    private func cached() -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: folder.file("cache"))) ?? [])
            .sorted()
    }

    @Test func fetchesChecksAndUnpacks() throws {
        let (dataset, content) = try publish()
        try withServer { url in
            let fetch = StimulusFetch(dataset, into: folder.file("cache"), baseURL: url + "/")
            var last: StimulusFetch.Progress?
            #expect(try fetch.run { last = $0 } == [folder.file("cache/toy.h5")])
            #expect(last?.bytes == folder.bytes("toy.h5.zip").count)
            #expect(last?.total == last?.bytes)
            #expect(cached() == ["toy.h5"])
            #expect(folder.bytes("cache/toy.h5") == content)
            let requests = folder.bytes("toy.h5.zip.log").count
            try fetch.run()
            #expect(folder.bytes("toy.h5.zip.log").count == requests, "what is here stays")
        }
    }

    @Test func goesOnWhereADownloadBrokeOff() throws {
        let (dataset, content) = try publish()
        folder.write("toy.h5.zip.broken", [1])
        try withServer { url in
            let fetch = StimulusFetch(dataset, into: folder.file("cache"), baseURL: url)
            let error = failure { try fetch.run() }
            #expect(error?.message == "the download broke off")
            #expect(cached() == ["toy.h5.zip.part"])
            let half = folder.bytes("cache/toy.h5.zip.part").count
            try #require(half > 0)
            try fetch.run()
            #expect(cached() == ["toy.h5"])
            #expect(folder.bytes("cache/toy.h5") == content)
            let log = String(decoding: folder.bytes("toy.h5.zip.log"), as: UTF8.self)
            #expect(log.contains("GET \(half)\n"), "the second request asks for the rest only")
        }
    }

    @Test func removesWhatHasAWrongSum() throws {
        var (dataset, _) = try publish()
        dataset.files[0].archiveSum = String(repeating: "0", count: 32)
        try withServer { url in
            let error = failure {
                try StimulusFetch(dataset, into: folder.file("cache"), baseURL: url).run()
            }
            #expect(error?.message.contains("instead of 000") == true)
            #expect(cached().isEmpty)
        }
    }

    @Test func namesAServerThatIsNotThere() throws {
        let error = failure {
            try StimulusFetch(.shd, into: folder.file("cache"), baseURL: "http://127.0.0.1:9").run()
        }
        #expect(error?.message == "the server cannot be reached")
        #expect(error?.file == "http://127.0.0.1:9/shd_train.h5.zip")
        #expect(cached().isEmpty)
    }

    @Test func namesAFileThatIsNotThere() throws {
        let (dataset, _) = try publish()
        try FileManager.default.removeItem(atPath: folder.file("toy.h5.zip"))
        try withServer { url in
            let error = failure {
                try StimulusFetch(dataset, into: folder.file("cache"), baseURL: url).run()
            }
            #expect(error?.message.contains("404") == true)
        }
    }
}
