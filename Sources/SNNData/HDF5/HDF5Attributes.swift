import CHDF5

/// A file, group or dataset, for what is noted about it.
package protocol HDF5Annotated {
    var annotatedID: hid_t { get }
    var annotatedFile: String { get }
    var annotatedPath: String { get }
}

extension HDF5Group: HDF5Annotated {
    package var annotatedID: hid_t { handle.id }
    package var annotatedFile: String { file }
    package var annotatedPath: String { path }
}

extension HDF5Dataset: HDF5Annotated {
    package var annotatedID: hid_t { handle.id }
    package var annotatedFile: String { file }
    package var annotatedPath: String { path }
}

extension HDF5Annotated {
    /// Notes a text, replacing an older one of this name.
    package func set(_ name: String, to text: String) throws {
        try HDF5.locked {
            let type = H5Tcopy(snn_h5t_c_s1())
            defer { H5Tclose(type) }
            var bytes = Array(text.utf8)
            H5Tset_size(type, max(1, bytes.count))
            H5Tset_strpad(type, H5T_STR_NULLPAD)
            H5Tset_cset(type, H5T_CSET_UTF8)
            if bytes.isEmpty { bytes = [0] }
            let space = H5Screate(H5S_SCALAR)
            defer { H5Sclose(space) }
            try write(name, type: type, memoryType: type, space: space, bytes)
        }
    }

    /// Notes one number or several, replacing an older note of this name.
    package func set<Number: HDF5Number>(_ name: String, to values: [Number]) throws {
        try HDF5.locked {
            var length = hsize_t(values.count)
            let space =
                values.count == 1 ? H5Screate(H5S_SCALAR) : H5Screate_simple(1, &length, nil)
            defer { H5Sclose(space) }
            try write(
                name, type: Number.memoryType, memoryType: Number.memoryType, space: space, values)
        }
    }

    /// Notes one of several named choices, as an enumerated value.
    package func set(_ name: String, to choice: String, of choices: [String]) throws {
        guard var value = choices.firstIndex(of: choice).map({ UInt8($0) }) else {
            preconditionFailure("The choice is one of the choices.")
        }
        try HDF5.locked {
            let type = H5Tenum_create(UInt8.memoryType)
            defer { H5Tclose(type) }
            for (index, choice) in choices.enumerated() {
                var number = UInt8(index)
                H5Tenum_insert(type, choice, &number)
            }
            let space = H5Screate(H5S_SCALAR)
            defer { H5Sclose(space) }
            try write(name, type: type, memoryType: type, space: space, &value)
        }
    }

    private func write(
        _ name: String, type: hid_t, memoryType: hid_t, space: hid_t, _ bytes: UnsafeRawPointer
    ) throws {
        if H5Aexists(annotatedID, name) > 0 { H5Adelete(annotatedID, name) }
        let attribute = H5Acreate2(
            annotatedID, name, type, space, hid_t(H5P_DEFAULT), hid_t(H5P_DEFAULT))
        try HDF5.checked(
            attribute, "the attribute `\(name)` cannot be written", in: annotatedFile,
            at: annotatedPath)
        defer { H5Aclose(attribute) }
        try HDF5.checked(
            H5Awrite(attribute, memoryType, bytes), "the attribute `\(name)` cannot be written",
            in: annotatedFile, at: annotatedPath)
    }
}
