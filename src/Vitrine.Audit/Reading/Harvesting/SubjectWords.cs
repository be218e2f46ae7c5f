using System.Text;

namespace Vitrine.Audit.Reading.Harvesting;

/// <summary>What a name in code is about.</summary>
internal static class SubjectWords
{
    private static readonly (string Part, Subjects Subject)[] Parts =
    [
        ("hostname", Subjects.HostName), ("nodename", Subjects.HostName), ("machinename", Subjects.HostName), ("computername", Subjects.HostName),
            ("gethostname", Subjects.HostName),
        ("username", Subjects.UserName), ("userinfo", Subjects.UserName), ("login", Subjects.UserName), ("logname", Subjects.UserName),
        ("whoami", Subjects.UserName),
        ("timezone", Subjects.TimeZone), ("tzoffset", Subjects.TimeZone), ("utcoffset", Subjects.TimeZone),
        ("resolvedoptions", Subjects.TimeZone | Subjects.Locale), ("localtime", Subjects.TimeZone),
        ("locale", Subjects.Locale), ("language", Subjects.Locale), ("lc_all", Subjects.Locale), ("lc_messages", Subjects.Locale), ("lang", Subjects.Locale),
        ("baseurl", Subjects.Endpoint), ("base_url", Subjects.Endpoint), ("apiurl", Subjects.Endpoint), ("api_url", Subjects.Endpoint),
        ("endpoint", Subjects.Endpoint), ("apibase", Subjects.Endpoint),
        ("remote", Subjects.GitRemote), ("origin", Subjects.GitRemote), ("get-url", Subjects.GitRemote), ("repository", Subjects.GitRemote),
        ("repourl", Subjects.GitRemote),
        ("email", Subjects.GitIdentity), ("user.name", Subjects.GitIdentity), ("committer", Subjects.GitIdentity), ("author", Subjects.GitIdentity),
        ("git_author", Subjects.GitIdentity), ("mailmap", Subjects.GitIdentity),
        ("readfile", Subjects.Content), ("readdir", Subjects.Content), ("createreadstream", Subjects.Content), ("glob", Subjects.Content),
        ("environ", Subjects.Environment), ("getenv", Subjects.Environment), ("process.env", Subjects.Environment),
        ("getfullyear", Subjects.Clock), ("getmonth", Subjects.Clock), ("getdate", Subjects.Clock), ("getday", Subjects.Clock), ("gethours", Subjects.Clock),
        ("date.now", Subjects.Clock), ("gettime", Subjects.Clock),
        ("toisostring", Subjects.Clock), ("864e5", Subjects.Clock), ("86400", Subjects.Clock), ("expires", Subjects.Clock), ("systemtime", Subjects.Clock),
        ("time.now", Subjects.Clock),
        ("sessions", Subjects.Counter), ("sessioncount", Subjects.Counter), ("runcount", Subjects.Counter), ("launches", Subjects.Counter),
        ("runs", Subjects.Counter), ("counter", Subjects.Counter), ("starts", Subjects.Counter), ("numstartups", Subjects.Counter),
        ("flags", Subjects.Answer), ("features", Subjects.Answer), ("featureflag", Subjects.Answer), ("remoteconfig", Subjects.Answer),
        ("response", Subjects.Answer),
        ("homedir", Subjects.Path), ("cwd", Subjects.Path), ("workdir", Subjects.Path), ("pwd", Subjects.Path),
        ("docker", Subjects.Watched), ("container", Subjects.Watched), ("sandbox", Subjects.Watched), ("tracerpid", Subjects.Watched),
        ("cgroup", Subjects.Watched), ("virtual", Subjects.Watched), ("debugger", Subjects.Watched), ("iswsl", Subjects.Watched),
        ("proxy", Subjects.Proxy),
        ("node_extra_ca_certs", Subjects.Authority), ("ssl_cert", Subjects.Authority), ("issuer", Subjects.Authority), ("peercertificate", Subjects.Authority),
        ("rootcertificates", Subjects.Authority), ("ca_bundle", Subjects.Authority),
    ];

    private static readonly (string Word, Subjects Subject)[] Words =
    [
        ("env", Subjects.Environment), ("host", Subjects.HostName | Subjects.Endpoint), ("user", Subjects.UserName), ("TZ", Subjects.TimeZone),
            ("tz", Subjects.TimeZone), ("zone", Subjects.TimeZone), ("Date", Subjects.Clock),
        ("json", Subjects.Answer), ("mail", Subjects.GitIdentity), ("url", Subjects.Endpoint), ("home", Subjects.Path), ("count", Subjects.Counter),
        ("date", Subjects.Clock), ("now", Subjects.Clock), ("offset", Subjects.TimeZone),
        ("text", Subjects.Content), ("content", Subjects.Content), ("source", Subjects.Content), ("CI", Subjects.Watched), ("headers", Subjects.Answer),
        ("domain", Subjects.GitIdentity | Subjects.Endpoint), ("visits", Subjects.Counter),
    ];

    /// <summary>The subjects of a name or a short string.</summary>
    public static Subjects Of(ReadOnlySpan<byte> name)
    {
        if (name.Length is < 2 or > 48)
            return Subjects.None;
        Span<char> lower = stackalloc char[48];
        int length = Encoding.Latin1.GetChars(name, lower);
        ReadOnlySpan<char> own = new string(lower[..length]);
        for (int at = 0; at < length; at++)
            lower[at] = char.ToLowerInvariant(lower[at]);
        Subjects subjects = Subjects.None;
        foreach ((string word, Subjects subject) in Words)
            if (own.SequenceEqual(word))
                subjects |= subject;
        if (length < 4)
            return subjects;
        foreach ((string part, Subjects subject) in Parts)
            if (part.Length <= length && lower[..length].IndexOf(part) >= 0)
                subjects |= subject;
        return subjects;
    }
}
