using System.Text;
using Vitrine.Core.Policy;
using Vitrine.Runtime.Sessions;

namespace Vitrine.Runtime.Policies;

/// <summary>The policy of a session, or why there is none.</summary>
/// <param name="Policy">The policy; null where any file has a problem, for then nothing may run.</param>
/// <param name="Files">The files it was made of, the highest first.</param>
/// <param name="Problems">What is wrong with them.</param>
/// <param name="Notes">What the person should know, such as that a project's file does not count yet.</param>
/// <param name="Tests">The cases in the files.</param>
/// <param name="Digest">One digest of all files; null without any.</param>
public sealed record LoadedPolicy(
    SessionPolicy? Policy, IReadOnlyList<PolicyFile> Files, IReadOnlyList<PolicyProblem> Problems, IReadOnlyList<string> Notes,
        IReadOnlyList<(PolicyFile File, PolicyTest Test)> Tests,
    string? Digest);

/// <summary>Finds the layers, reads them and puts them together.</summary>
/// <param name="places">Where things are.</param>
/// <param name="organisation">The organisation's file; <c>/etc/vitrine/vitrine.yaml</c> if null.</param>
public sealed class PolicyLoader(SessionPlaces places, string? organisation = null)
{
    /// <summary>The file's name, in a project and elsewhere.</summary>
    public const string FileName = "vitrine.yaml";

    /// <summary>Where an organisation's administrator puts its policy.</summary>
    public const string OrganisationFile = "/etc/vitrine/vitrine.yaml";

    private readonly string _organisation = organisation ?? OrganisationFile;

    /// <summary>Loads the policy for a workspace.</summary>
    /// <param name="workspace">The workspace's real path.</param>
    /// <exception cref="IOException">A file is there and can't be read: then nothing may run.</exception>
    public LoadedPolicy Load(string workspace)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        List<PolicyFile> files = Find(workspace);
        var layers = new List<PolicyLayer> { BuiltInPolicies.Defaults };
        var problems = new List<PolicyProblem>();
        var notes = new List<string>();
        var tests = new List<(PolicyFile, PolicyTest)>();
        foreach (PolicyFile file in files)
        {
            ReadPolicy read = Read(file);
            problems.AddRange(read.Problems);
            tests.AddRange(read.Tests.Select(test => (file, test)));
            layers.Add(file.Counts ? read.Layer : read.Layer.ToNarrowing());
            if (!file.Counts)
                notes.Add($"{file.Shown} is not accepted yet: what it forbids holds, what it allows does not count. Read it, then: vitrine policy accept");
        }

        SessionPolicy? policy = problems.Count == 0 ? SessionPolicy.Of(layers) : null;
        if (policy is { Unwitnessed: UnwitnessedUse.Deny, Witnesses.Count: 0 })
        {
            string demanding =
                files[layers.FindIndex(layer => layer.Unwitnessed == UnwitnessedUse.Deny) - 1].Shown; // The built-in layer is the first, and demands nothing.
            problems.Add(new PolicyProblem(demanding, 1, 1, "it demands that the record is witnessed, and no policy that counts names a witness",
                "record: { witness: [{ url: URL, key: VKEY }] } in your own or the organisation's policy; a project's counts once it is accepted"));
            policy = null;
        }

        return new LoadedPolicy(policy, files, problems, notes, tests, files.Count == 0 ? null : PolicyDigest.Of(files));
    }

    /// <summary>Reads one file.</summary>
    public static ReadPolicy Read(PolicyFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        string text;
        try
        {
            text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(file.Content.Span);
        }
        catch (DecoderFallbackException)
        {
            string source = $"{file.Rank.ToString().ToLowerInvariant()} {file.Shown}";
            return new ReadPolicy(new PolicyLayer(file.Rank, source), [], [new PolicyProblem(file.Shown, 1, 1, "not UTF-8", "")]);
        }

        return PolicyReader.Read(text.StartsWith('\uFEFF') ? text[1..] : text, file.Rank, file.Shown);
    }

    private List<PolicyFile> Find(string workspace)
    {
        var files = new List<PolicyFile>();
        string own = Path.Combine(places.Configuration, FileName), project = Path.Combine(workspace, FileName);
        Add(PolicyRank.Organisation, _organisation, _organisation);
        Add(PolicyRank.User, own, own.StartsWith(places.Home + "/", StringComparison.Ordinal) ? string.Concat("~", own.AsSpan(places.Home.Length)) : own);
        if (PolicyFile.ReadContent(project) is { } content)
            files.Add(new PolicyFile(PolicyRank.Project, project, FileName, content,
                new AcceptedPolicies(places.State).IsAccepted(workspace, PolicyDigest.Of(content))));
        return files;

        void Add(PolicyRank rank, string path, string shown)
        {
            if (PolicyFile.ReadContent(path) is { } bytes)
                files.Add(new PolicyFile(rank, path, shown, bytes, Counts: true));
        }
    }
}
