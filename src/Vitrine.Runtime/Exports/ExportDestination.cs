namespace Vitrine.Runtime.Exports;

/// <summary>Where an export goes: exactly one of a file, a stream, a server.</summary>
public sealed record ExportDestination
{
    private ExportDestination()
    {
    }

    /// <summary>The file's path.</summary>
    public string? File { get; private init; }

    /// <summary>The stream, such as standard output.</summary>
    public Stream? Stream { get; private init; }

    /// <summary>The server's address.</summary>
    public Uri? Url { get; private init; }

    /// <summary>Header fields of each request, such as a token; they are sent and never shown.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; private init; } = [];

    /// <summary>A file.</summary>
    public static ExportDestination ToFile(string path) => new() { File = path };

    /// <summary>A stream, which stays open.</summary>
    public static ExportDestination ToStream(Stream stream) => new() { Stream = stream };

    /// <summary>A server that takes POST.</summary>
    public static ExportDestination ToServer(Uri url, IReadOnlyList<KeyValuePair<string, string>>? headers = null) =>
        new() { Url = url, Headers = headers ?? [] };

    /// <summary>What a cursor belongs to: it must not be used for another place.</summary>
    internal string Name => Url?.AbsoluteUri ?? (File is { } file ? Path.GetFullPath(file) : "-");

    /// <summary>Checks it.</summary>
    /// <exception cref="ArgumentException">The address is none that a record may be sent to.</exception>
    internal void Validate()
    {
        if (Url is null)
            return;
        if (!Url.IsAbsoluteUri || (Url.Scheme != Uri.UriSchemeHttps && Url.Scheme != Uri.UriSchemeHttp))
            throw new ArgumentException("An export goes to http or https.");
        if (Url.UserInfo.Length > 0)
            throw new ArgumentException("A password in a URL is seen by everyone who sees the command line; it belongs in a header.");
        // The record names files, hosts and commands of the person: in clear it only goes to this machine.
        if (Url.Scheme == Uri.UriSchemeHttp && !Url.IsLoopback)
            throw new ArgumentException("An export to another machine goes by https.");
    }
}
