using Vitrine.Cli.Running;

namespace Vitrine.Cli.Commands;

/// <summary>
/// Reads the plainest form of <c>vitrine run</c> by itself: a few options, each written out with its value behind it, and a command behind <c>--</c>. To load
/// the parser and describe every option to it costs a tenth of a session's start. What is not as plain as that, or not as it should be, is left to the parser,
/// which reads it all and knows what to say.
/// </summary>
internal static class PlainRunLine
{
    /// <summary>Reads our own arguments, <c>run</c> first.</summary>
    /// <param name="own">The arguments before <c>--</c>.</param>
    /// <param name="commandAt">Where in argv the words behind <c>--</c> begin; null without one.</param>
    /// <returns>Null where the parser has to read them.</returns>
    public static RunOptions? Read(string[] own, int? commandAt)
    {
        if (commandAt is not { } place || own is not ["run", ..])
            return null;
        string? workspace = null;
        bool quiet = false, offline = false, observe = false;
        List<string> allow = [], names = [], shown = [];
        for (int i = 1; i < own.Length; i++)
        {
            switch (own[i])
            {
                case "-q" or "--quiet" when !quiet:
                    quiet = true;
                    break;
                case "--offline" when !offline:
                    offline = true;
                    break;
                case "--observe" when !observe:
                    observe = true;
                    break;
                case "-w" or "--workspace" when workspace is null && IsPlainValue(own, i + 1):
                    workspace = own[++i];
                    break;
                case "--allow" when IsPlainValue(own, i + 1):
                    allow.Add(own[++i]);
                    break;
                case "-e" or "--env" when IsPlainValue(own, i + 1):
                    names.Add(own[++i]);
                    break;
                case "--ro" when IsPlainValue(own, i + 1):
                    shown.Add(own[++i]);
                    break;
                default:
                    return null;
            }
        }

        return new RunOptions
        {
            Workspace = workspace,
            Allow = allow,
            AllowPrivate = [],
            EnvironmentNames = names,
            ReadOnlyPaths = shown,
            Quiet = quiet,
            Offline = offline,
            Observe = observe,
            Processes = RunOptions.DefaultProcesses,
            Words = RawArguments.From(place),
        };
    }

    // The parser reads more into some: a response file (@), an option, a directive, nothing at all.
    private static bool IsPlainValue(string[] own, int at) => at < own.Length && own[at].Length > 0 && own[at][0] is not ('-' or '@' or '[');
}
