using Vitrine.Core.Model;

namespace Vitrine.Runtime.Sessions;

/// <summary>Where things are on this machine: the person's home, and Vitrine's state below it (XDG Base Directory Specification).</summary>
public sealed record SessionPlaces(string Home, string State, string Configuration)
{
    /// <summary>Finds them. HOME must be set and absolute: without it nobody could say what is to stay hidden.</summary>
    /// <returns>Null when HOME is missing or no absolute directory.</returns>
    public static SessionPlaces? Find()
    {
        string? home = Environment.GetEnvironmentVariable("HOME");
        if (string.IsNullOrEmpty(home) || home[0] != '/' || home == "/" || !Directory.Exists(home))
            return null;
        home = Path.GetFullPath(home).TrimEnd('/');
        return new SessionPlaces(home, Xdg("XDG_STATE_HOME", home, ".local/state"), Xdg("XDG_CONFIG_HOME", home, ".config"));
    }

    /// <summary>A name for a plain command's HOME: its file name, as far as it is safe as one.</summary>
    public static string HomeNameOf(UnixPath command)
    {
        string text = command.ToString();
        string name = text[(text.LastIndexOf('/') + 1)..];
        string safe = string.Concat(name.Where(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.').Take(64)).TrimStart('.', '-');
        return safe.Length == 0 ? "command" : "command-" + safe;
    }

    private static string Xdg(string variable, string home, string otherwise)
    {
        string? set = Environment.GetEnvironmentVariable(variable);

        // A relative path is to be ignored, says the specification.
        string root = string.IsNullOrEmpty(set) || set[0] != '/' ? Path.Combine(home, otherwise) : set;
        return Path.Combine(root, "vitrine");
    }
}
