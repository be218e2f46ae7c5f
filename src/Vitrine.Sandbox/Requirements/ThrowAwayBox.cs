namespace Vitrine.Sandbox.Requirements;

/// <summary>A box for one attempt: the host's files read-only, its own user and network namespace, the powers that the first stage has.</summary>
internal sealed class ThrowAwayBox
{
    private readonly string _bubblewrap;

    private ThrowAwayBox(string bubblewrap) => _bubblewrap = bubblewrap;

    /// <summary>Null where bubblewrap is not installed.</summary>
    public static ThrowAwayBox? Find(Machine machine) => SystemTools.Find("bwrap", machine.Root) is { } path ? new ThrowAwayBox(path) : null;

    /// <summary>The command that runs a program in it.</summary>
    public ProbeCommand Command(IReadOnlyList<string> program, params string[] options) => With("", program, options);

    /// <summary>The command that runs a program in it, with something to read.</summary>
    public ProbeCommand With(string input, IReadOnlyList<string> program, params string[] options) =>
        new(_bubblewrap, ["--unshare-user", "--unshare-net", "--die-with-parent", "--cap-add", "ALL", "--ro-bind", "/", "/", .. options, "--", .. program],
            input);

    /// <summary>What an attempt says that could not be made. Not a lack of its own: bubblewrap's is already one.</summary>
    public static Requirement NotTried(string name, string why) =>
        new(name, RequirementState.Warning, "not tried: bubblewrap is not installed", why, "install bubblewrap, then run `vitrine doctor` again");
}
