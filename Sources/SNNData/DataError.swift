import Foundation

/// A defect of a file that a user gave, or of the place where results are to go.
///
/// `description` says what is wrong and stands alone: "`train.h5`: `/labels` is missing".
/// `help`, where there is any, says what to do about it.
public struct DataError: Error, Equatable, CustomStringConvertible, LocalizedError {
    /// The file as the user named it, or a URL.
    public var file: String
    /// Where in the file: the path of an object, or a line.
    public var place: String?
    /// What is wrong, in lower case and without a full stop.
    public var message: String
    /// What would put it right.
    public var help: String?

    public init(_ message: String, in file: String, at place: String? = nil, help: String? = nil) {
        self.file = file
        self.place = place
        self.message = message
        self.help = help
    }

    /// A defect on a line of a text file, counted from 1.
    public init(_ message: String, in file: String, line: Int, help: String? = nil) {
        self.init(message, in: file, at: "line \(line)", help: help)
    }

    public var description: String {
        let location = place.map { $0.hasPrefix("/") ? ", `\($0)`" : ", \($0)" } ?? ""
        return "`\(file)`\(location): \(message)"
    }

    public var errorDescription: String? { description }
    public var recoverySuggestion: String? { help }
}
