using Vitrine.Audit.Model;

namespace Vitrine.Audit.Experiment;

/// <summary>Levels that change the same thing cannot be in one session: which of them was seen would be unknown.</summary>
internal static class LevelConflict
{
    /// <summary>Whether both change the same thing.</summary>
    public static bool Exists(MachineChanges a, MachineChanges b) =>
        (a.HostName is not null && b.HostName is not null)
        || (a.UserName is not null && b.UserName is not null)
        || (a.Home is not null && b.Home is not null)
        || (a.Workspace is not null && b.Workspace is not null)
        || (a.TimeZone is not null && b.TimeZone is not null)
        || (a.Endpoint is not null && b.Endpoint is not null)
        || (a.GitRemote is not null && b.GitRemote is not null)
        || (a.GitName is not null && b.GitName is not null)
        || (a.GitEmail is not null && b.GitEmail is not null)
        || (a.Clock is not null && b.Clock is not null)
        || (a.SessionsBefore is not null && b.SessionsBefore is not null)
        || (a.Install is not null && b.Install is not null)
        || (a.NamesAuthority is not null && b.NamesAuthority is not null)
        || (a.Script is not null && b.Script is not null)
        || (a.FailFirst is not null && b.FailFirst is not null)
        || (a.ApiKey is not null && b.ApiKey is not null)
        || (a.AnswerAdditions.Count > 0 && b.AnswerAdditions.Count > 0)
        || Share(a.Environment, b.Environment)
        || Share(a.WorkspaceFiles, b.WorkspaceFiles)
        || Share(a.HomeFiles, b.HomeFiles)
        || Share(a.SystemFiles, b.SystemFiles)
        || Share(a.Answers, b.Answers)
        || Share(a.AnswerHeaders, b.AnswerHeaders);

    private static bool Share(IReadOnlyDictionary<string, string?> a, IReadOnlyDictionary<string, string?> b)
    {
        if (a.Count > b.Count)
            (a, b) = (b, a);
        foreach (string name in a.Keys)
        {
            if (b.ContainsKey(name))
                return true;
        }

        return false;
    }
}
