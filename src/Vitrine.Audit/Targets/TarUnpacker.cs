using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace Vitrine.Audit.Targets;

/// <summary>How much a tarball may hold.</summary>
public sealed record UnpackLimits
{
    /// <summary>Files and directories.</summary>
    public int MaxEntries { get; init; } = 100_000;

    /// <summary>Bytes of all files.</summary>
    public long MaxBytes { get; init; } = 2L << 30;
}

/// <summary>
/// Unpacks tarballs as npm packs them (POSIX.1-2001 ustar and pax, GNU long names), compressed with gzip or not. Only files and directories are made, below a
/// directory that is fresh: no link is ever made, so no path can lead out of it. All else is left out and named.
/// </summary>
public sealed class TarUnpacker(UnpackLimits limits)
{
    private const int Block = 512;
    private const int LongestExtension = 1 << 20;
    private const int MostRemarks = 100;

    private readonly List<string> _remarks = [];
    private int _entries;
    private long _bytes;

    /// <summary>What was left out, and why.</summary>
    public IReadOnlyList<string> Remarks => _remarks;

    /// <summary>Unpacks; the first component of each path is dropped, as npm does.</summary>
    /// <returns>How many files there are now.</returns>
    /// <exception cref="InvalidDataException">It is no tarball, damaged, or over the limits; what was unpacked before is there.</exception>
    public int Unpack(Stream tarball, string directory, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(tarball);
        ArgumentNullException.ThrowIfNull(directory);
        byte[] head = new byte[2];
        tarball.ReadAtLeast(head, 2, throwOnEndOfStream: false);
        tarball.Position = 0;
        using Stream? unzipped = head[0] == 0x1f && head[1] == 0x8b ? new GZipStream(tarball, CompressionMode.Decompress, leaveOpen: true) : null;
        Stream content = unzipped ?? tarball;
        byte[] header = new byte[Block];
        string? longName = null;
        int files = 0;
        while (ReadHeader(content, header))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (++_entries > limits.MaxEntries)
                throw new InvalidDataException($"The tarball has more than {limits.MaxEntries} entries.");
            long size = Number(header.AsSpan(124, 12));
            if (size < 0 || size > limits.MaxBytes || (_bytes += size) > limits.MaxBytes)
                throw new InvalidDataException($"The tarball unpacks to more than {limits.MaxBytes >> 20} MiB.");
            char type = (char)header[156];
            if (type is 'x' or 'L')
            {
                longName = ReadName(content, type, size) ?? longName;
                continue;
            }

            string name = longName ?? Name(header);
            longName = null;
            files += Entry(content, directory, name, type, size, IsProgram(header)) ? 1 : 0;
        }

        return files;
    }

    private bool Entry(Stream content, string directory, string name, char type, long size, bool isProgram)
    {
        if (type is not ('0' or '\0' or '7' or '5' or 'g'))
            Remark($"{Show(name)}: {Kind(type)}, left out");
        if (type is not ('0' or '\0' or '7' or '5') || Safe(name) is not { } safe)
        {
            Skip(content, size);
            return false;
        }

        string path = Path.Combine(directory, safe);
        if (type == '5')
        {
            Skip(content, size);
            Make(path, name);
            return false;
        }

        bool isMade = Make(Path.GetDirectoryName(path)!, name);
        if (!isMade || Directory.Exists(path))
        {
            if (isMade)
                Remark($"{Show(name)}: its path is taken, left out");
            Skip(content, size);
            return false;
        }

        if (File.Exists(path))
            Remark($"{Show(name)}: comes more than once; the last is kept");
        var mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
        if (isProgram)
            mode |= UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
        File.Delete(path);
        using (var file = new FileStream(path,
            new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = mode, BufferSize = 0 }))
            Copy(content, file, size);
        Pad(content, size);
        return true;
    }

    /// <summary>The path below the directory; null where it could lead elsewhere.</summary>
    private string? Safe(string name)
    {
        string[] parts = name.Split('/', StringSplitOptions.RemoveEmptyEntries);
        bool isBad = name.StartsWith('/')
            || name.Length > 1024
            || parts.Length > 64
            || name.Any(char.IsControl)
            || name.Contains('\\')
            || parts.Any(part => part is ".." || Encoding.UTF8.GetByteCount(part) > 255);
        if (isBad)
        {
            Remark($"{Show(name)}: a path that leads out, or that no package needs; left out");
            return null;
        }

        string[] kept = [.. parts.Skip(1).Where(part => part != ".")];
        return kept.Length == 0 ? null : string.Join('/', kept);
    }

    private bool Make(string path, string name)
    {
        try
        {
            Directory.CreateDirectory(path);
            return true;
        }
        catch (IOException)
        {
            // A file has the name of one of its directories.
            Remark($"{Show(name)}: its path is taken, left out");
            return false;
        }
    }

    private void Remark(string what)
    {
        if (_remarks.Count < MostRemarks)
            _remarks.Add(what);
    }

    private static bool ReadHeader(Stream content, byte[] header)
    {
        int read;
        try
        {
            read = content.ReadAtLeast(header, Block, throwOnEndOfStream: false);
        }
        catch (InvalidDataException error)
        {
            throw new InvalidDataException("The tarball's compression is damaged.", error);
        }

        if (read == 0 || (read == Block && !header.AsSpan().ContainsAnyExcept((byte)0)))
            return false;
        if (read < Block)
            throw new InvalidDataException("The tarball is cut.");
        long sum = 0;
        for (int at = 0; at < Block; at++)
            sum += at is >= 148 and < 156 ? ' ' : header[at];
        return sum == Number(header.AsSpan(148, 8)) ? true : throw new InvalidDataException("This is no tarball, or it is damaged: a header's sum is wrong.");
    }

    private static long Number(ReadOnlySpan<byte> field)
    {
        // GNU writes large numbers in binary, marked by the highest bit.
        if ((field[0] & 0x80) != 0)
        {
            long value = field[0] & 0x3f;
            foreach (byte one in field[1..])
            {
                if (value > long.MaxValue >> 9)
                    return -1;
                value = (value << 8) | one;
            }

            return value;
        }

        long number = 0;
        foreach (byte one in field.TrimStart((byte)' '))
        {
            if (one is 0 or (byte)' ')
                break;
            if (one is < (byte)'0' or > (byte)'7')
                return -1;
            number = (number * 8) + one - '0';
        }

        return number;
    }

    private static bool IsProgram(byte[] header) => (Number(header.AsSpan(100, 8)) & 0b001_001_001) != 0;

    private static string Name(byte[] header)
    {
        string name = Text(header.AsSpan(0, 100));
        bool isUstar = header.AsSpan(257, 5).SequenceEqual("ustar"u8);
        string prefix = isUstar ? Text(header.AsSpan(345, 155)) : "";
        return prefix.Length > 0 ? $"{prefix}/{name}" : name;
    }

    private static string Text(ReadOnlySpan<byte> field)
    {
        int end = field.IndexOf((byte)0);
        return Encoding.UTF8.GetString(end < 0 ? field : field[..end]);
    }

    private static string? ReadName(Stream content, char type, long size)
    {
        if (size > LongestExtension)
            throw new InvalidDataException("The tarball has a name of more than a mebibyte.");
        byte[] bytes = new byte[size];
        ReadAll(content, bytes);
        Pad(content, size);
        if (type == 'L')
            return Text(bytes);
        // pax records: LENGTH SPACE KEY=VALUE NEWLINE (POSIX.1-2001, pax, "Extended Header").
        ReadOnlySpan<byte> rest = bytes;
        string? path = null;
        while (rest.Length > 0)
        {
            int space = rest.IndexOf((byte)' ');
            if (space is < 1 or > 9
                || !int.TryParse(rest[..space], NumberStyles.None, CultureInfo.InvariantCulture, out int length)
                || length <= space + 1
                || length > rest.Length)
                break;
            ReadOnlySpan<byte> record = rest[(space + 1)..(length - 1)];
            if (record.StartsWith("path="u8))
                path = Encoding.UTF8.GetString(record[5..]);
            rest = rest[length..];
        }

        return path;
    }

    private static void ReadAll(Stream content, byte[] bytes)
    {
        try
        {
            content.ReadExactly(bytes);
        }
        catch (EndOfStreamException error)
        {
            throw new InvalidDataException("The tarball is cut.", error);
        }
    }

    private static void Copy(Stream content, Stream? to, long size)
    {
        byte[] block = new byte[(int)Math.Min(size, 64 << 10)];
        while (size > 0)
        {
            int read = content.Read(block, 0, (int)Math.Min(size, block.Length));
            if (read == 0)
                throw new InvalidDataException("The tarball is cut.");
            to?.Write(block, 0, read);
            size -= read;
        }
    }

    private static void Skip(Stream content, long size)
    {
        Copy(content, null, size);
        Pad(content, size);
    }

    private static void Pad(Stream content, long size) => Copy(content, null, (Block - (size % Block)) % Block);

    private static string Kind(char type) => type switch
    {
        '1' => "a hard link",
        '2' => "a symbolic link",
        '3' or '4' => "a device",
        '6' => "a pipe",
        _ => "an entry of an unknown kind",
    };

    private static string Show(string name) => new([.. name.Take(120).Select(one => char.IsControl(one) ? '\uFFFD' : one)]);
}
