import CHDF5

/// A group of an HDF5 file, or its root.
package struct HDF5Group {
    let handle: HDF5Handle
    /// The file, for messages.
    let file: String
    /// From the root, beginning with a slash.
    package let path: String

    /// What a path leads to.
    package enum Member: Equatable, Sendable {
        case group, dataset, other, missing
    }

    /// The path of a member, from the root.
    func fullPath(_ name: String) -> String { path == "/" ? "/" + name : path + "/" + name }

    /// What a path below this group leads to.
    package func member(_ name: String) -> Member {
        HDF5.locked {
            var walked = ""
            for part in name.split(separator: "/") {
                walked += walked.isEmpty ? String(part) : "/" + part
                guard H5Lexists(handle.id, walked, hid_t(H5P_DEFAULT)) > 0 else { return .missing }
            }
            let id = H5Oopen(handle.id, walked.isEmpty ? "." : walked, hid_t(H5P_DEFAULT))
            guard id >= 0 else { return .missing }
            defer { H5Oclose(id) }
            return switch H5Iget_type(id) {
            case H5I_GROUP: .group
            case H5I_DATASET: .dataset
            default: .other
            }
        }
    }

    /// The names of the members, in alphabetical order.
    package func names() throws -> [String] {
        try HDF5.locked {
            var info = H5G_info_t()
            try HDF5.checked(
                H5Gget_info(handle.id, &info), "cannot be listed", in: file, at: path)
            return try (0 ..< min(info.nlinks, 100_000)).map { index in
                let length = try HDF5.checked(
                    H5Lget_name_by_idx(
                        handle.id, ".", H5_INDEX_NAME, H5_ITER_INC, index, nil, 0,
                        hid_t(H5P_DEFAULT)),
                    "cannot be listed", in: file, at: path)
                return withUnsafeTemporaryAllocation(of: CChar.self, capacity: length + 1) {
                    $0[0] = 0
                    H5Lget_name_by_idx(
                        handle.id, ".", H5_INDEX_NAME, H5_ITER_INC, index, $0.baseAddress,
                        length + 1, hid_t(H5P_DEFAULT))
                    return String(cString: $0.baseAddress!)
                }
            }
        }
    }

    /// A group below this one.
    package func group(_ name: String) throws -> HDF5Group {
        try expect(name, to: .group, "a group")
        return try HDF5.locked {
            let id = H5Gopen2(handle.id, name, hid_t(H5P_DEFAULT))
            try HDF5.checked(id, "cannot be opened", in: file, at: fullPath(name))
            return HDF5Group(
                handle: HDF5Handle(id, closedBy: H5Gclose), file: file, path: fullPath(name))
        }
    }

    /// A dataset below this group.
    package func dataset(_ name: String) throws -> HDF5Dataset {
        try expect(name, to: .dataset, "a dataset")
        return try HDF5.locked {
            let id = H5Dopen2(handle.id, name, hid_t(H5P_DEFAULT))
            try HDF5.checked(id, "cannot be opened", in: file, at: fullPath(name))
            return try HDF5Dataset(
                handle: HDF5Handle(id, closedBy: H5Dclose), file: file, path: fullPath(name))
        }
    }

    /// Makes a group, with those on the way to it.
    package func createGroup(_ name: String) throws -> HDF5Group {
        try HDF5.locked {
            let links = H5Pcreate(snn_h5p_link_create())
            defer { H5Pclose(links) }
            H5Pset_create_intermediate_group(links, 1)
            let id = H5Gcreate2(
                handle.id, name, links, hid_t(H5P_DEFAULT), hid_t(H5P_DEFAULT))
            try HDF5.checked(id, "cannot be written", in: file, at: fullPath(name))
            return HDF5Group(
                handle: HDF5Handle(id, closedBy: H5Gclose), file: file, path: fullPath(name))
        }
    }

    private func expect(_ name: String, to wanted: Member, _ noun: String) throws {
        let found = member(name)
        if found == wanted { return }
        let message =
            switch found {
            case .missing: "is missing"
            case .group: "is a group where \(noun) is needed"
            case .dataset: "is a dataset where \(noun) is needed"
            case .other: "is neither a group nor a dataset"
            }
        throw DataError(message, in: file, at: fullPath(name))
    }
}
