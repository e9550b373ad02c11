import CHDF5
import Foundation

/// An open HDF5 file.
///
///     let file = try HDF5File(reading: "shd_train.h5")
///     let labels = try file.dataset("/labels").read(Int.self)
///
/// The file is closed when it and everything opened from it are gone; `close` does it at once
/// and reports what could not be written.
package struct HDF5File {
    let handle: HDF5Handle
    /// As the user named it.
    package let path: String

    /// Opens a file to read.
    package init(reading path: String) throws {
        try Self.checkReadable(path)
        self.path = path
        handle = try HDF5.locked {
            guard H5Fis_hdf5(path) > 0 else { throw DataError("is not an HDF5 file", in: path) }
            let id = H5Fopen(path, snn_h5f_acc_rdonly(), hid_t(H5P_DEFAULT))
            return HDF5Handle(try HDF5.checked(id, "is damaged", in: path), closedBy: H5Fclose)
        }
    }

    /// Makes a new file. An existing one is replaced only when `isReplacing`.
    ///
    /// - Parameter hasChecksums: Protects the structure of the file by checksums. Only programs
    ///   with HDF5 1.8 or newer read it, and a file whose writer was killed needs repair.
    package init(
        creating path: String, replacing isReplacing: Bool = false, hasChecksums: Bool = false
    ) throws {
        self.path = path
        if !isReplacing && FileManager.default.fileExists(atPath: path) {
            throw DataError("already exists", in: path)
        }
        handle = try HDF5.locked {
            let access = H5Pcreate(snn_h5p_file_access())
            defer { H5Pclose(access) }
            if hasChecksums { H5Pset_libver_bounds(access, H5F_LIBVER_V18, H5F_LIBVER_V18) }
            let flags = isReplacing ? snn_h5f_acc_trunc() : snn_h5f_acc_excl()
            errno = 0
            let id = H5Fcreate(path, flags, hid_t(H5P_DEFAULT), access)
            guard id >= 0 else {
                let reason = errno == 0 ? HDF5.lastFailure() : String(cString: strerror(errno))
                throw DataError("cannot be written: \(reason.lowercased())", in: path)
            }
            return HDF5Handle(id, closedBy: H5Fclose)
        }
    }

    /// The group that holds everything.
    package var root: HDF5Group { HDF5Group(handle: handle, file: path, path: "/") }

    /// Puts everything written so far on the disk.
    package func flush() throws {
        try HDF5.locked {
            try HDF5.checked(
                H5Fflush(handle.id, H5F_SCOPE_GLOBAL), "cannot be written to the end", in: path)
        }
    }

    /// Why a path cannot be read, in the words of the system rather than of the library.
    private static func checkReadable(_ path: String) throws {
        var isDirectory: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) else {
            throw DataError("no such file", in: path)
        }
        if isDirectory.boolValue { throw DataError("is a folder, not a file", in: path) }
        guard FileManager.default.isReadableFile(atPath: path) else {
            throw DataError("may not be read: permission denied", in: path)
        }
    }
}
