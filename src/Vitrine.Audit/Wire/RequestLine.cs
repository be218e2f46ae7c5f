namespace Vitrine.Audit.Wire;

/// <summary>A request line (RFC 9112 section 3), as it was sent.</summary>
/// <param name="Method">Its method.</param>
/// <param name="Target">Its target; one with spaces in it too.</param>
/// <param name="Version">Its version, such as <c>HTTP/1.1</c>.</param>
internal readonly record struct RequestLine(string Method, string Target, string Version)
{
    /// <summary>The longest that is believed.</summary>
    public const int Longest = 64 << 10;

    /// <summary>The host of a target that is a whole address, or of CONNECT; null for none.</summary>
    public string? Authority
    {
        get
        {
            if (Method == "CONNECT")
                return Target;
            int start = Target.IndexOf("://", StringComparison.Ordinal);
            if (start < 0 || Target[0] == '/')
                return null;
            string rest = Target[(start + 3)..];
            int end = rest.AsSpan().IndexOfAny('/', '?', '#');
            return end < 0 ? rest : rest[..end];
        }
    }

    /// <summary>Takes a line apart at its first space and its last.</summary>
    public static bool TryRead(string line, out RequestLine read)
    {
        read = default;
        int first = line.IndexOf(' ', StringComparison.Ordinal);
        int last = line.LastIndexOf(' ');
        if (first <= 0 || last <= first + 1 || line.Length > Longest || !line.AsSpan(last + 1).StartsWith("HTTP/", StringComparison.OrdinalIgnoreCase))
            return false;
        read = new RequestLine(line[..first], line[(first + 1)..last], line[(last + 1)..]);
        return !read.Method.AsSpan().ContainsAnyExceptInRange('!', '~');
    }
}
