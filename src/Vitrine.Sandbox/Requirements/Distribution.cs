namespace Vitrine.Sandbox.Requirements;

/// <summary>How packages are installed here, by os-release(5).</summary>
internal sealed class Distribution
{
    private readonly string? _command;

    private Distribution(string? command) => _command = command;

    /// <summary>Reads /etc/os-release; ID, else the first known name of ID_LIKE, decides.</summary>
    public static Distribution Of(Machine machine)
    {
        string id = "", like = "";
        string path = machine.At("etc/os-release");
        if (File.Exists(path))
            foreach (string line in File.ReadLines(path).Take(100))
                if (line.StartsWith("ID=", StringComparison.Ordinal))
                    id = line[3..].Trim('"', '\'');
                else if (line.StartsWith("ID_LIKE=", StringComparison.Ordinal))
                    like = line[8..].Trim('"', '\'');
        return new Distribution($"{id} {like}".Split(' ').Select(CommandOf).FirstOrDefault(command => command is not null));
    }

    /// <summary>The command that installs a package. Those needed here have the same name everywhere.</summary>
    public string Install(string package) => _command is null ? $"install the package {package}" : $"{_command} {package}";

    private static string? CommandOf(string id) => id switch
    {
        "debian" or "ubuntu" => "sudo apt-get install",
        "fedora" or "rhel" or "centos" => "sudo dnf install",
        "arch" => "sudo pacman -S",
        "suse" or "opensuse" => "sudo zypper install",
        _ => null,
    };
}
